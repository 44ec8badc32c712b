# Install rules: find_package(wick) gives wick::wick and a target for each module (cmake/wick-config.cmake.in).
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

get_property(modules GLOBAL PROPERTY WICK_MODULES)
install(TARGETS ${modules} EXPORT wick-targets FILE_SET HEADERS)

set(folder "${CMAKE_INSTALL_LIBDIR}/cmake/wick")
install(EXPORT wick-targets NAMESPACE wick:: DESTINATION "${folder}")
configure_package_config_file(cmake/wick-config.cmake.in wick-config.cmake INSTALL_DESTINATION "${folder}")
write_basic_package_version_file(wick-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES "${CMAKE_CURRENT_BINARY_DIR}/wick-config.cmake" "${CMAKE_CURRENT_BINARY_DIR}/wick-config-version.cmake"
  cmake/WickDeflate.cmake cmake/WickTorch.cmake DESTINATION "${folder}")
