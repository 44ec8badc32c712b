// SPDX-License-Identifier: MIT
#include <wick/error.hpp>
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
  cursor_ = std::move(other.cursor_);
  return *this;
}

Epoch::~Epoch() {
  if (core_) core_->leave(ticket_);
}

std::optional<Batch> Epoch::next() {
  if (!core_) throw Error("this epoch was moved from");
  return core_->next(ticket_);
}

std::optional<Batch>& Epoch::current() {
  return cursor_.arrive([this] { return next(); });
}

Epoch::Iterator Epoch::begin() {
  cursor_.restart();
  return Iterator(this);
}

Epoch::Iterator& Epoch::Iterator::operator++() {
  epoch_->cursor_.advance([this] { return epoch_->next(); });
  return *this;
}

}  // namespace wick
