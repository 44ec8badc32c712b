# Installs the build tree BUILD in the folder STAGE, then moves it to INSTALLED.
file(REMOVE_RECURSE "${STAGE}" "${INSTALLED}")
execute_process(COMMAND "${CMAKE_COMMAND}" --install "${BUILD}" --prefix "${STAGE}" OUTPUT_QUIET COMMAND_ERROR_IS_FATAL ANY)
file(RENAME "${STAGE}" "${INSTALLED}")
