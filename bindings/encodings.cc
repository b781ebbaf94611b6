#include "bindings/encodings.h"

#include <utility>
#include <vector>

namespace deberta::bindings {
namespace {

using emscripten::val;
using Views = std::span<const std::string_view>;

// One input: a text, or the words of one; and its pair.
struct Input {
  Views text;
  Views pair;
};

EncodeOptions encode_options(const Options& options) {
  EncodeOptions result;
  options.read("add_special_tokens", result.add_special_tokens);
  options.read("truncation", result.truncation,
               {{"none", Truncation::kNone},
                {"longest_first", Truncation::kLongestFirst},
                {"only_first", Truncation::kOnlyFirst},
                {"only_second", Truncation::kOnlySecond}});
  options.read("max_length", result.max_length);
  options.read("stride", result.stride);
  return result;
}

// counts: how many of the texts each segment has; empty: one.
std::vector<Input> inputs_of(Views texts, bool paired, const std::vector<uint32_t>& counts) {
  std::vector<Views> segments;
  if (counts.empty()) {
    for (size_t i = 0; i < texts.size(); ++i) segments.push_back(texts.subspan(i, 1));
  }
  for (size_t begin = 0; size_t count : counts) {
    if (count > texts.size() - begin) throw Error(ErrorCode::kInput, "more words than texts");
    segments.push_back(texts.subspan(begin, count));
    begin += count;
  }
  if (paired && segments.size() % 2 != 0) throw Error(ErrorCode::kInput, "a text has no pair");
  std::vector<Input> inputs;
  for (size_t i = 0; i < segments.size(); i += paired ? 2 : 1) {
    inputs.push_back({segments[i], paired ? segments[i + 1] : Views()});
  }
  return inputs;
}

std::vector<Encoding> encode(const Tokenizer& tokenizer, const Input& input, bool paired,
                             bool in_words, bool windows, const EncodeOptions& options) {
  if (in_words && windows) {
    return paired ? tokenizer.encode_words_pair_windows(input.text, input.pair, options)
                  : tokenizer.encode_words_windows(input.text, options);
  }
  if (windows) {
    return paired ? tokenizer.encode_pair_windows(input.text[0], input.pair[0], options)
                  : tokenizer.encode_windows(input.text[0], options);
  }
  if (in_words) {
    return {paired ? tokenizer.encode_words_pair(input.text, input.pair, options)
                   : tokenizer.encode_words(input.text, options)};
  }
  return {paired ? tokenizer.encode_pair(input.text[0], input.pair[0], options)
                 : tokenizer.encode(input.text[0], options)};
}

class Columns {
 public:
  // maps: of the texts, or words, of both segments.
  void add(const Encoding& encoding, std::span<const std::vector<Utf16Map>, 2> maps, bool in_words,
           size_t index) {
    append(encoding.ids, ids_);
    append(encoding.type_ids, type_ids_);
    append(encoding.special_tokens_mask, special_tokens_mask_);
    append(encoding.sequence_ids, sequence_ids_);
    append(encoding.word_ids, word_ids_);
    lengths_.push_back(static_cast<uint32_t>(encoding.ids.size()));
    inputs_.push_back(static_cast<uint32_t>(index));
    truncated_.push_back(encoding.truncated ? 1 : 0);

    for (size_t i = 0; i < encoding.ids.size(); ++i) {
      const int8_t sequence = encoding.sequence_ids[i];
      const ByteSpan span = encoding.offsets[i];
      if (sequence < 0) {
        offsets_.insert(offsets_.end(), {0, 0});
        continue;
      }
      const size_t word = in_words ? static_cast<size_t>(encoding.word_ids[i]) : 0;
      const Utf16Map& map = maps[static_cast<size_t>(sequence)][word];
      offsets_.insert(offsets_.end(), {map.utf16(span.begin), map.utf16(span.end)});
    }
  }

  val to_js() const {
    val object = val::object();
    object.set("ids", array_of(ids_));
    object.set("type_ids", array_of(type_ids_));
    object.set("special_tokens_mask", array_of(special_tokens_mask_));
    object.set("sequence_ids", array_of(sequence_ids_));
    object.set("word_ids", array_of(word_ids_));
    object.set("offsets", array_of(offsets_));
    object.set("lengths", array_of(lengths_));
    object.set("inputs", array_of(inputs_));
    object.set("truncated", array_of(truncated_));
    return object;
  }

 private:
  template <class T>
  static void append(const std::vector<T>& from, std::vector<T>& to) {
    to.insert(to.end(), from.begin(), from.end());
  }
  std::vector<int32_t> ids_, type_ids_, word_ids_;
  std::vector<uint8_t> special_tokens_mask_, truncated_;
  std::vector<int8_t> sequence_ids_;
  std::vector<uint32_t> offsets_, lengths_, inputs_;
};

}  // namespace

val encode_texts(const Tokenizer& tokenizer, Views texts, const Options& options) {
  bool paired = false;
  bool windows = false;
  options.read("paired", paired);
  options.read("windows", windows);
  const bool in_words = present(options["word_counts"]);
  const EncodeOptions encode_with = encode_options(options);
  const std::vector<Input> inputs =
      inputs_of(texts, paired, vector_of<uint32_t>(options["word_counts"]));
  Columns columns;
  for (size_t i = 0; i < inputs.size(); ++i) {
    const auto& [text, pair] = inputs[i];
    const std::vector<Utf16Map> maps[2] = {{text.begin(), text.end()}, {pair.begin(), pair.end()}};
    for (const Encoding& encoding :
         encode(tokenizer, inputs[i], paired, in_words, windows, encode_with)) {
      columns.add(encoding, maps, in_words, i);
    }
  }
  return columns.to_js();
}

}  // namespace deberta::bindings
