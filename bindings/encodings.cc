#include "bindings/encodings.h"

#include <cstring>
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

// counts: the number of texts in each segment; empty: one each.
std::vector<Input> inputs_of(Views texts, bool paired, const std::vector<uint32_t>& counts) {
  std::vector<Views> segments;
  if (counts.empty()) {
    for (size_t i = 0; i < texts.size(); ++i) segments.push_back(texts.subspan(i, 1));
  }
  for (size_t begin = 0; size_t count : counts) {
    if (count > texts.size() - begin)
      throw Error(ErrorCode::kInput, "word_counts: their sum exceeds the number of words");
    segments.push_back(texts.subspan(begin, count));
    begin += count;
  }
  if (paired && segments.size() % 2 != 0)
    throw Error(ErrorCode::kInput, "expected an even number of texts: each with its pair");
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

struct Row {
  size_t input;
  Encoding encoding;
};

// Columns, one after the other. Columns with the largest elements come first, so that all are
// aligned.
class Packed {
 public:
  explicit Packed(size_t bytes) : buffer_(bytes), end_(buffer_.data()) {}

  template <class T>
  void put(T value) {
    std::memcpy(end_, &value, sizeof value);
    end_ += sizeof value;
  }
  template <class T>
  void put_all(const std::vector<T>& values) {
    if (values.empty()) return;
    std::memcpy(end_, values.data(), values.size() * sizeof(T));
    end_ += values.size() * sizeof(T);
  }

  val to_js() const {
    const auto* bytes = reinterpret_cast<const uint8_t*>(buffer_.data());
    return val(emscripten::typed_memory_view(buffer_.size(), bytes)).call<val>("slice");
  }

 private:
  Buffer buffer_;
  std::byte* end_;
};

void put_offsets(const Encoding& encoding, std::span<const std::vector<Utf16Map>, 2> maps,
                 bool in_words, Packed& packed) {
  for (size_t i = 0; i < encoding.ids.size(); ++i) {
    const int8_t sequence = encoding.sequence_ids[i];
    if (sequence < 0) {
      packed.put(uint64_t{0});
      continue;
    }
    const size_t word = in_words ? static_cast<size_t>(encoding.word_ids[i]) : 0;
    const Utf16Map& map = maps[static_cast<size_t>(sequence)][word];
    packed.put(map.utf16(encoding.offsets[i].begin));
    packed.put(map.utf16(encoding.offsets[i].end));
  }
}

// [row, index, text, row, index, text, …]: the unknown tokens that have a text of their own.
val unknown_tokens(const std::vector<Row>& rows) {
  val list = val::array();
  unsigned size = 0;
  for (size_t row = 0; row < rows.size(); ++row) {
    for (const UnknownToken& token : rows[row].encoding.unknown) {
      list.set(size++, static_cast<double>(row));
      list.set(size++, static_cast<double>(token.index));
      list.set(size++, token.text);
    }
  }
  return list;
}

val to_js(const std::vector<Row>& rows, const std::vector<Input>& inputs, bool in_words) {
  constexpr size_t kTokenBytes = 3 * sizeof(int32_t) + 2 * sizeof(uint32_t) + 2;
  constexpr size_t kRowBytes = 2 * sizeof(uint32_t) + 1;
  size_t tokens = 0;
  for (const Row& row : rows) tokens += row.encoding.ids.size();
  Packed packed(tokens * kTokenBytes + rows.size() * kRowBytes);
  for (const Row& row : rows) packed.put_all(row.encoding.ids);
  for (const Row& row : rows) packed.put_all(row.encoding.type_ids);
  for (const Row& row : rows) packed.put_all(row.encoding.word_ids);
  for (size_t i = 0; i < rows.size();) {
    const size_t index = rows[i].input;
    const auto& [text, pair] = inputs[index];
    const std::vector<Utf16Map> maps[2] = {{text.begin(), text.end()}, {pair.begin(), pair.end()}};
    for (; i < rows.size() && rows[i].input == index; ++i) {
      put_offsets(rows[i].encoding, maps, in_words, packed);
    }
  }
  for (const Row& row : rows) packed.put(static_cast<uint32_t>(row.encoding.ids.size()));
  for (const Row& row : rows) packed.put(static_cast<uint32_t>(row.input));
  for (const Row& row : rows) packed.put_all(row.encoding.special_tokens_mask);
  for (const Row& row : rows) packed.put_all(row.encoding.sequence_ids);
  for (const Row& row : rows) packed.put(static_cast<uint8_t>(row.encoding.truncated));
  val object = val::object();
  object.set("bytes", packed.to_js());
  object.set("tokens", static_cast<double>(tokens));
  object.set("rows", static_cast<double>(rows.size()));
  object.set("unknown", unknown_tokens(rows));
  return object;
}

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
  std::vector<Row> rows;
  rows.reserve(inputs.size());
  for (size_t i = 0; i < inputs.size(); ++i) {
    for (Encoding& encoding :
         encode(tokenizer, inputs[i], paired, in_words, windows, encode_with)) {
      rows.push_back({i, std::move(encoding)});
    }
  }
  return to_js(rows, inputs, in_words);
}

}  // namespace deberta::bindings
