// SPDX-License-Identifier: MIT
#include <wick/configs/config_error.hpp>

#include "command_line.hpp"
#include "exit_code.hpp"
#include "interrupt.hpp"
#include "standard_output.hpp"

#include <c10/util/Exception.h>

#include <exception>
#include <variant>

namespace {

using namespace wick::tools;

int run(const Command& command) {
  if (const int* code = std::get_if<int>(&command)) return *code;
  if (const auto* arguments = std::get_if<BenchArguments>(&command)) return bench(*arguments);
  if (const auto* arguments = std::get_if<CheckArguments>(&command)) return check(*arguments);
  if (const auto* arguments = std::get_if<ConvertArguments>(&command)) return convert(*arguments);
  if (const auto* arguments = std::get_if<InspectArguments>(&command)) return inspect(*arguments);
  return make(std::get<MakeArguments>(command));
}

}  // namespace

int main(int argc, char** argv) {
  prepare_output();
  catch_interrupts();
  try {
    return run(read_command_line(argc, argv));
  } catch (const OutputClosed&) {
    return exit_success;
  } catch (const wick::ConfigError& error) {
    complain(error.what());
    return exit_usage;
  } catch (const c10::Error& error) {
    complain(error.what_without_backtrace());
  } catch (const std::exception& error) {
    complain(error.what());
  }
  return exit_failed;
}
