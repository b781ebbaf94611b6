#include "io/sha256.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <span>
#include <string>
#include <string_view>

namespace deberta {
namespace {

std::string hash_of(std::string_view text) {
  Sha256 hash;
  hash.update(std::as_bytes(std::span(text)));
  return hash.digest();
}

// FIPS 180-4's examples, and NIST's of a million letters.
TEST(Sha256, GivesTheStandardsAnswers) {
  EXPECT_EQ(hash_of(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(hash_of("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(hash_of("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"),
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  EXPECT_EQ(hash_of(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, DoesNotDependOnHowTheBytesAreCut) {
  for (size_t length : {1, 54, 55, 56, 57, 63, 64, 65, 119, 120, 128, 200}) {
    std::string text;
    for (size_t i = 0; i < length; ++i) text += static_cast<char>(i * 7 + 1);
    for (size_t piece : {1, 3, 63, 64, 65}) {
      Sha256 hash;
      for (size_t at = 0; at < length; at += piece) {
        hash.update(std::as_bytes(std::span(text).subspan(at, std::min(piece, length - at))));
      }
      EXPECT_EQ(hash.digest(), hash_of(text)) << length << " bytes in pieces of " << piece;
    }
  }
}

}  // namespace
}  // namespace deberta
