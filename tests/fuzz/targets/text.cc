// tokenizer | options | has pair | u32 size | text | pair: any bytes, with tokenizers of every kind
#include "fuzz/encodings.h"
#include "fuzz/targets/targets.h"
#include "text/tiny_tokenizer.h"
#include "text/tiny_unigram.h"
#include "text/unicode/utf8.h"

namespace deberta::fuzz {
namespace {

Tokenizer byte_level(bool prefix_space, bool trims) {
  return testing::tiny_tokenizer([&](nlohmann::json& document) {
    document["pre_tokenizer"]["add_prefix_space"] = prefix_space;
    if (!trims) return;
    nlohmann::json& processor = document["post_processor"];
    processor = {{"type", "Sequence"},
                 {"processors",
                  {{{"type", "ByteLevel"},
                    {"add_prefix_space", prefix_space},
                    {"trim_offsets", true},
                    {"use_regex", true}},
                   processor}}};
  });
}

Tokenizer slow_byte_level() {
  const std::string vocab = testing::tiny_vocab().dump(), merges = testing::tiny_merges_txt();
  return load_tokenizer({"", vocab, merges, "", "", ""},
                        {.add_prefix_space = {}, .use_fast = false});
}

Tokenizer wordpiece(bool use_fast) {
  const std::string vocab =
      "[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\nhello\nhe\n##llo\nworld\n##l\nh\n##e\n,\nx\n";
  TokenizerFiles files;
  files.vocab_txt = vocab;
  return load_tokenizer(files, {.add_prefix_space = {}, .use_fast = use_fast});
}

const std::vector<Tokenizer>& tokenizers() {
  static const std::vector<Tokenizer> all = [] {
    std::vector<Tokenizer> list;
    list.push_back(byte_level(false, false));
    list.push_back(byte_level(true, false));
    list.push_back(byte_level(true, true));
    list.push_back(slow_byte_level());
    list.push_back(testing::tiny_unigram(true));
    list.push_back(testing::tiny_unigram(false));
    list.push_back(wordpiece(true));
    list.push_back(wordpiece(false));
    return list;
  }();
  return all;
}

// One after the other is the same as both at once.
void check_pair(const Tokenizer& tokenizer, const Texts& texts) {
  const EncodeOptions options;
  const Encoding at_once = tokenizer.encode_pair(texts.text, texts.pair, options);
  const Encoding apart = tokenizer.encode_pair(tokenizer.tokenize(texts.text),
                                               tokenizer.tokenize(texts.pair), options);
  DEBERTA_EXPECT(at_once.ids == apart.ids && at_once.offsets == apart.offsets);
}

// What truncation keeps is what comes first.
void check_truncation(const Tokenizer& tokenizer, std::string_view text, size_t length) {
  const Encoding whole = tokenizer.encode(text, {.add_special_tokens = false});
  const Encoding cut = tokenizer.encode(text, {.add_special_tokens = false,
                                               .truncation = Truncation::kLongestFirst,
                                               .max_length = static_cast<int>(length)});
  DEBERTA_EXPECT(cut.ids.size() == std::min(length, whole.ids.size()));
  DEBERTA_EXPECT(std::equal(cut.ids.begin(), cut.ids.end(), whole.ids.begin()));
  DEBERTA_EXPECT(cut.truncated == (whole.ids.size() > length));
}

// Byte-level tokens stand for every byte of a text, but added tokens may take white space.
void check_bytes(const Tokenizer& tokenizer, std::string_view text) {
  const TokenizerParts& parts = tokenizer.parts();
  if (parts.unigram || parts.wordpiece || text.find('[') != std::string_view::npos ||
      !is_utf8(text)) {
    return;
  }
  std::string decoded = tokenizer.decode(tokenizer.encode(text, {.add_special_tokens = false}).ids);
  if (tokenizer.add_prefix_space() && decoded.size() == text.size() + 1) decoded.erase(0, 1);
  DEBERTA_EXPECT(decoded == text, decoded);
}

}  // namespace

void run_text(std::string_view bytes) {
  Input input(bytes);
  const Tokenizer& tokenizer = tokenizers()[input.below(tokenizers().size())];
  const EncodeOptions options = read_options(input);
  const bool has_pair = input.flag();
  const std::string_view text = input.part();
  const Texts texts{text, input.rest(), has_pair};
  use_tokenizer(tokenizer, options, texts, /*in_order=*/true);
  if (has_pair) check_pair(tokenizer, texts);
  check_truncation(tokenizer, text, 1 + static_cast<size_t>(options.stride & 15));
  check_bytes(tokenizer, text);
}

}  // namespace deberta::fuzz
