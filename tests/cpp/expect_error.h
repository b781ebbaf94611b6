// EXPECT_ERROR(kTensorShape, "part of the message", statement): the statement throws that Error.
#ifndef DEBERTA_TESTS_EXPECT_ERROR_H_
#define DEBERTA_TESTS_EXPECT_ERROR_H_

#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "base/error.h"

namespace deberta::testing {

inline void expect_error(ErrorCode code, const std::string& part,
                         const std::function<void()>& run) {
  try {
    run();
    ADD_FAILURE() << "expected " << name_of(code) << ", nothing was thrown";
  } catch (const Error& error) {
    EXPECT_STREQ(name_of(error.code()), name_of(code)) << error.message();
    EXPECT_NE(error.message().find(part), std::string::npos)
        << "'" << error.message() << "' lacks '" << part << "'";
  }
}

// The file of the statement's Error.
inline std::string error_file(const std::function<void()>& run) {
  try {
    run();
  } catch (const Error& error) {
    return error.file();
  }
  return "nothing was thrown";
}

}  // namespace deberta::testing

#define EXPECT_ERROR(code, part, ...) \
  ::deberta::testing::expect_error(::deberta::ErrorCode::code, part, [&] { __VA_ARGS__; })

#endif  // DEBERTA_TESTS_EXPECT_ERROR_H_
