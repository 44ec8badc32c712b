// SPDX-License-Identifier: MIT
#pragma once

namespace wick::tools {

/// From now on Ctrl-C only sets a flag, once: a second one ends the process, whatever it is waiting for.
void catch_interrupts();

/// Whether Ctrl-C was pressed. Thread safety: any thread.
bool interrupted() noexcept;

/// Waits until `file`, a descriptor, can be read without waiting, or has ended. False as soon as Ctrl-C is pressed.
bool wait_for_input(int file) noexcept;

}  // namespace wick::tools
