// Text → token ids with exact offsets: DebertaTokenizerFast.
#ifndef DEBERTA_TEXT_TOKENIZER_H_
#define DEBERTA_TEXT_TOKENIZER_H_

#include <string>
#include <string_view>
#include <vector>

#include "text/encoding.h"
#include "text/tokenizer_files.h"

namespace deberta {

enum class Truncation {
  kNone,
  kLongestFirst,  // shares what there is between the two segments as evenly as it goes
  kOnlyFirst,
  kOnlySecond,
};

struct EncodeOptions {
  bool add_special_tokens = true;
  Truncation truncation = Truncation::kNone;
  int max_length = 0;  // tokens, special ones included; 0: model_max_length()
};

// Immutable; any number of threads may use it. Texts are UTF-8; bytes that are not are kept as
// bytes.
class Tokenizer {
 public:
  // Throws what read_tokenizer() throws.
  static Tokenizer from_files(const TokenizerFiles& files) {
    return Tokenizer(read_tokenizer(files));
  }
  explicit Tokenizer(TokenizerParts parts) : parts_(std::move(parts)) {}

  // Throw kInput where max_length has no room for the special tokens, for kOnlyFirst and
  // kOnlySecond where cutting that segment is not enough, and for a text of 4 GiB or more.
  Encoding encode(std::string_view text, const EncodeOptions& options) const;
  Encoding encode_pair(std::string_view text, std::string_view pair,
                       const EncodeOptions& options) const;

  // The whole text as encodings of at most max_length tokens each, of which neighbours share
  // `stride` (return_overflowing_tokens). Throws kInput unless 0 ≤ stride < max_length − special
  // tokens.
  std::vector<Encoding> encode_windows(std::string_view text, int max_length, int stride) const;

  // The vocabulary's entry, "" for an id without one.
  std::string token(int32_t id) const { return std::string(parts_.vocab.token(id)); }
  int vocab_size() const { return parts_.vocab.size(); }
  // 0 where the tokenizer's files say none.
  int model_max_length() const { return parts_.model_max_length; }

 private:
  TokenizerParts parts_;
};

}  // namespace deberta

#endif  // DEBERTA_TEXT_TOKENIZER_H_
