#include "fuzz/encodings.h"

#include <algorithm>

#include "base/error.h"
#include "fuzz/target.h"
#include "text/unicode/utf8.h"

namespace deberta::fuzz {
namespace {

void check_token(const Encoding& encoding, size_t i, const Texts& texts,
                 const Tokenizer& tokenizer) {
  const ByteSpan span = encoding.offsets[i];
  DEBERTA_EXPECT(encoding.ids[i] >= 0 && encoding.ids[i] < tokenizer.vocab_size(),
                 std::to_string(encoding.ids[i]));
  DEBERTA_EXPECT(span.begin <= span.end);
  if (encoding.special_tokens_mask[i] != 0) {
    DEBERTA_EXPECT(span == ByteSpan{} && encoding.word_ids[i] == -1);
    DEBERTA_EXPECT(encoding.sequence_ids[i] == -1);
    return;
  }
  const int8_t sequence = encoding.sequence_ids[i];
  DEBERTA_EXPECT(sequence == 0 || (sequence == 1 && texts.has_pair));
  const std::string_view text = sequence == 0 ? texts.text : texts.pair;
  DEBERTA_EXPECT(span.end <= text.size());
  if (texts.are_utf8[static_cast<size_t>(sequence)])
    DEBERTA_EXPECT(is_border(text, span.begin) && is_border(text, span.end));
}

void check_order(const Encoding& encoding) {
  std::array<ByteSpan, 2> last{};
  std::array<int32_t, 2> word{-1, -1};
  for (size_t i = 0; i < encoding.ids.size(); ++i) {
    if (encoding.sequence_ids[i] < 0) continue;
    const auto at = static_cast<size_t>(encoding.sequence_ids[i]);
    DEBERTA_EXPECT(encoding.word_ids[i] >= word[at] && encoding.word_ids[i] <= word[at] + 1);
    word[at] = encoding.word_ids[i];
    const auto [begin, end] = encoding.offsets[i];
    // A space that was added in front of a word, and is trimmed, has the place after the word's
    // first character, as in the Rust library.
    if (begin == end) continue;
    DEBERTA_EXPECT(begin >= last[at].begin && end >= last[at].end,
                   "token " + std::to_string(i) + ": " + std::to_string(begin) + ", " +
                       std::to_string(end) + " after " + std::to_string(last[at].begin) + ", " +
                       std::to_string(last[at].end));
    last[at] = encoding.offsets[i];
  }
}

// Calls the function; an Error is an answer.
template <class F>
void allow_error(F&& call) {
  try {
    call();
  } catch (const Error&) {
  }
}

void check_windows(const std::vector<Encoding>& windows, const Texts& texts,
                   const EncodeOptions& options, const Tokenizer& tokenizer, bool in_order) {
  DEBERTA_EXPECT(!windows.empty());
  for (const Encoding& window : windows) {
    check_encoding(window, texts, tokenizer, false);
    DEBERTA_EXPECT(!window.truncated);
    if (options.truncation != Truncation::kNone && options.max_length > 0 &&
        tokenizer.parts().reference == Reference::kFast && in_order) {
      DEBERTA_EXPECT(window.ids.size() <= static_cast<size_t>(options.max_length));
    }
  }
}

void decode(const Tokenizer& tokenizer, const std::vector<int32_t>& ids) {
  for (const bool skip : {false, true}) {
    for (const bool clean : {false, true}) {
      const std::string text = tokenizer.decode(
          ids, {.skip_special_tokens = skip, .clean_up_tokenization_spaces = clean});
      DEBERTA_EXPECT(text.size() <= (ids.size() + 1) << 16);
    }
  }
  allow_error([&] { (void)tokenizer.decode(ids, {.errors = DecodeErrors::kStrict}); });
}

}  // namespace

Texts::Texts(std::string_view text, std::string_view pair, bool has_pair)
    : text(text), pair(pair), has_pair(has_pair), are_utf8{is_utf8(text), is_utf8(pair)} {}

bool is_border(std::string_view text, uint32_t at) {
  return at == text.size() || (static_cast<uint8_t>(text[at]) & 0xc0) != 0x80;
}

void check_encoding(const Encoding& encoding, const Texts& texts, const Tokenizer& tokenizer,
                    bool in_order) {
  const size_t tokens = encoding.ids.size();
  DEBERTA_EXPECT(encoding.type_ids.size() == tokens && encoding.offsets.size() == tokens);
  DEBERTA_EXPECT(encoding.special_tokens_mask.size() == tokens);
  DEBERTA_EXPECT(encoding.sequence_ids.size() == tokens && encoding.word_ids.size() == tokens);
  for (size_t i = 0; i < tokens; ++i) check_token(encoding, i, texts, tokenizer);
  if (in_order) check_order(encoding);
}

EncodeOptions read_options(Input& input) {
  EncodeOptions options;
  options.add_special_tokens = input.flag();
  options.truncation = static_cast<Truncation>(input.below(4));
  options.max_length = static_cast<int16_t>(input.u16());
  options.stride = static_cast<int16_t>(input.u16());
  return options;
}

void use_tokenizer(const Tokenizer& tokenizer, const EncodeOptions& options, const Texts& texts,
                   bool in_order) {
  const std::string_view text = texts.text, pair = texts.pair;
  const bool has_pair = texts.has_pair;
  allow_error([&] {
    const Encoding encoding =
        has_pair ? tokenizer.encode_pair(text, pair, options) : tokenizer.encode(text, options);
    check_encoding(encoding, texts, tokenizer, in_order);
    decode(tokenizer, encoding.ids);
  });
  allow_error([&] {
    check_windows(has_pair ? tokenizer.encode_pair_windows(text, pair, options)
                           : tokenizer.encode_windows(text, options),
                  texts, options, tokenizer, in_order);
  });
  allow_error([&] {
    const std::vector<std::string_view> words = {text, pair, text};
    const Encoding encoding = tokenizer.encode_words(words, options);
    for (const int32_t word : encoding.word_ids) DEBERTA_EXPECT(word >= -1 && word < 3);
  });
}

}  // namespace deberta::fuzz
