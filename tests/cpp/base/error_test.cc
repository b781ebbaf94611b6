#include "base/error.h"

#include <gtest/gtest.h>

namespace deberta {
namespace {

std::string file_of(const Error& thrown) {
  try {
    in_file("vocab.json", [&] { throw thrown; });
  } catch (const Error& error) {
    EXPECT_EQ(error.message(), "a fact");
    return error.file();
  }
  return "nothing was thrown";
}

TEST(Errors, of_a_reader_are_about_its_file) {
  EXPECT_EQ(file_of(Error(ErrorCode::kVocab, "a fact")), "vocab.json");
  EXPECT_EQ(file_of(Error(ErrorCode::kVocab, "a fact", "other.json")), "other.json");
  EXPECT_EQ(in_file("vocab.json", [] { return 7; }), 7);
}

TEST(Errors, of_a_caller_and_of_memory_are_about_no_file) {
  for (const ErrorCode code : {ErrorCode::kInput, ErrorCode::kState, ErrorCode::kOutOfMemory}) {
    EXPECT_EQ(file_of(Error(code, "a fact")), "");
  }
}

}  // namespace
}  // namespace deberta
