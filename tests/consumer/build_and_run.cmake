# Configures the project SOURCE in the folder BUILD with OPTIONS, builds PROGRAM and runs it. As `ctest --build-and-test` does, but that
# changes the locale's variables, and with them what the compiler cache looks for.
execute_process(COMMAND "${CMAKE_COMMAND}" -S "${SOURCE}" -B "${BUILD}" ${OPTIONS} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${CMAKE_COMMAND}" --build "${BUILD}" --target ${PROGRAM} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND "${BUILD}/${PROGRAM}" WORKING_DIRECTORY "${BUILD}" COMMAND_ERROR_IS_FATAL ANY)
