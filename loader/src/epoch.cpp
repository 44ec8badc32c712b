// SPDX-License-Identifier: MIT
#include <wick/loader/epoch.hpp>

#include "loader_core.hpp"

namespace wick {

Epoch::Epoch(std::shared_ptr<detail::LoaderCore> core, std::uint64_t ticket)
    : core_(std::move(core)), ticket_(ticket) {}

Epoch::Epoch(Epoch&&) noexcept = default;

Epoch& Epoch::operator=(Epoch&& other) noexcept {
  if (this == &other) return *this;
  if (core_) core_->leave(ticket_);
  core_ = std::move(other.core_);
  ticket_ = other.ticket_;
  current_ = std::move(other.current_);
  return *this;
}

Epoch::~Epoch() {
  if (core_) core_->leave(ticket_);
}

std::optional<Batch> Epoch::next() { return core_->next(ticket_); }

Epoch::Iterator Epoch::begin() {
  if (!current_) current_ = next();
  return Iterator(this);
}

Epoch::Iterator& Epoch::Iterator::operator++() {
  epoch_->current_.reset();  // Its memory may be what the next batch needs.
  epoch_->current_ = epoch_->next();
  return *this;
}

}  // namespace wick
