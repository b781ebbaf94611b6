// A whole unigram tokenizer that fits on a page, and the files that it is made of.
#ifndef DEBERTA_TESTS_TEXT_TINY_UNIGRAM_H_
#define DEBERTA_TESTS_TEXT_TINY_UNIGRAM_H_

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "text/files/spm_model.h"
#include "text/files/tokenizer_files.h"
#include "text/tokenizer.h"

namespace deberta::testing {

// A charsmap for rules, as sentencepiece compiles it: a double array of few keys, one block per
// node.
inline std::string make_charsmap(const std::map<std::string, std::string>& rules) {
  constexpr uint32_t kBlock = 256, kHasLeaf = 1 << 8, kLeaf = uint32_t{1} << 31;
  std::vector<uint32_t> units(kBlock, kLeaf);  // no step leads to such a unit
  std::string replacements;
  std::map<std::string, uint32_t> nodes;  // prefix → its unit
  std::map<std::string, uint32_t> bases;
  const auto add_node = [&](const std::string& prefix, uint32_t unit) {
    const auto base = static_cast<uint32_t>(units.size());
    units.resize(units.size() + kBlock, kLeaf);
    nodes[prefix] = unit;
    bases[prefix] = base;
    const uint32_t offset = unit ^ base;
    units[unit] = (units[unit] & 0xff) | offset << 10;
  };
  units[0] = 0;
  add_node("", 0);
  for (const auto& [key, replacement] : rules) {
    std::string prefix;
    for (char byte : key) {
      const uint32_t unit = bases[prefix] ^ static_cast<uint8_t>(byte);
      prefix += byte;
      if (nodes.contains(prefix)) continue;
      units[unit] = static_cast<uint8_t>(byte);
      add_node(prefix, unit);
    }
    units[nodes[key]] |= kHasLeaf;
    units[bases[key]] = kLeaf | static_cast<uint32_t>(replacements.size());
    (replacements += replacement) += '\0';
  }
  std::string blob;
  const auto put = [&](uint32_t value) {
    for (uint32_t shift = 0; shift < 32; shift += 8) blob += static_cast<char>(value >> shift);
  };
  put(static_cast<uint32_t>(units.size() * 4));
  for (uint32_t unit : units) put(unit);
  return blob + replacements;
}

// Line breaks and tabs become spaces, ﬁ becomes fi, e with an acute becomes é, a soft hyphen is
// removed.
inline const std::string& tiny_charsmap() {
  static const std::string charsmap = make_charsmap(
      {{"\t", " "}, {"\n", " "}, {"ﬁ", "fi"}, {"e\u0301", "é"}, {"\u00ad", ""}, {"…", "..."}});
  return charsmap;
}

enum TinyPiece : int32_t { kPadPiece, kClsPiece, kSepPiece, kUnkPiece, kFirstByte };

// [PAD], [CLS], [SEP], [UNK], the bytes, and these from id 260 on, the likelier the longer.
inline const std::vector<std::string>& tiny_pieces() {
  static const std::vector<std::string> pieces = {"▁",  "▁he", "ll",  "o",  "▁hello", "w", "or",
                                                  "ld", "fi",  "▁fi", "x",  "é",      ".", "h",
                                                  "e",  "l",   "a",   "▁a", "b"};
  return pieces;
}
inline int32_t tiny_piece(std::string_view piece) {
  const auto& all = tiny_pieces();
  const auto at = std::find(all.begin(), all.end(), piece);
  return kFirstByte + 256 + static_cast<int32_t>(at - all.begin());
}

inline std::string byte_piece(int byte) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  const auto value = static_cast<size_t>(byte);
  return std::string("<0x") + kDigits[value / 16] + kDigits[value % 16] + ">";
}

inline std::string tiny_spm_model() {
  using Kind = Unigram::Kind;
  std::vector<std::string> bytes;
  for (int byte = 0; byte < 256; ++byte) bytes.push_back(byte_piece(byte));
  SpmModel model;
  for (const char* special : {"[PAD]", "[CLS]", "[SEP]"}) {
    model.pieces.push_back({special, 0, Kind::kControl});
  }
  model.pieces.push_back({"[UNK]", 0, Kind::kUnknown});
  for (const std::string& piece : bytes) model.pieces.push_back({piece, 0, Kind::kByte});
  for (const std::string& piece : tiny_pieces()) {
    model.pieces.push_back({piece, -10 + static_cast<double>(piece.size()), Kind::kNormal});
  }
  model.unknown_id = kUnkPiece;
  model.byte_fallback = true;
  model.charsmap = tiny_charsmap();
  return write_spm_model(model);
}

inline Tokenizer tiny_unigram(bool use_fast = true, const std::string& config = "") {
  const std::string spm = tiny_spm_model();
  TokenizerFiles files;
  files.spm_model = spm;
  files.tokenizer_config_json = config;
  TokenizerOptions options;
  options.use_fast = use_fast;
  return load_tokenizer(files, options);
}

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_TEXT_TINY_UNIGRAM_H_
