// Reads spm.model, or the tokenizer.json that transformers' converter makes from it, into the parts
// of a unigram tokenizer.
#include <string>
#include <utility>

#include "base/error.h"
#include "text/files/base64.h"
#include "text/files/serde_number.h"
#include "text/files/spm_model.h"
#include "text/files/tokenizer_readers.h"

namespace deberta {
namespace {

using nlohmann::json;
using Kind = Unigram::Kind;

// "<0x41>" → 0x41; −1 for another piece.
int byte_of(std::string_view piece) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  if (piece.size() != 6 || !piece.starts_with("<0x") || piece[5] != '>') return -1;
  const size_t high = kDigits.find(piece[3]), low = kDigits.find(piece[4]);
  return high == std::string_view::npos || low == std::string_view::npos
             ? -1
             : static_cast<int>(high * 16 + low);
}

std::vector<int32_t> byte_ids_of(const std::vector<Unigram::Entry>& pieces) {
  std::vector<int32_t> ids(256, -1);
  size_t count = 0;
  for (size_t id = 0; id < pieces.size(); ++id) {
    const int byte = pieces[id].kind == Kind::kByte ? byte_of(pieces[id].piece) : -1;
    if (byte < 0) continue;
    ids[static_cast<size_t>(byte)] = static_cast<int32_t>(id);
    ++count;
  }
  if (count != 256) {
    throw Error(ErrorCode::kVocab, "vocab: expected 256 byte pieces, got " + std::to_string(count));
  }
  return ids;
}

// Sets everything except the normalizer's rules, which differ between the fast and the slow
// tokenizer.
void set_model(const SpmModel& spm, SpmNormalizer::Rules rules, TokenizerParts& parts) {
  std::vector<Vocab::Entry> entries;
  entries.reserve(spm.pieces.size());
  for (size_t id = 0; id < spm.pieces.size(); ++id) {
    // sentencepiece wrote these names; other code could not find a byte piece with another name.
    if (spm.pieces[id].kind == Kind::kByte && byte_of(spm.pieces[id].piece) < 0) {
      throw Error(ErrorCode::kVocab, "vocab: piece " + std::to_string(id) +
                                         ": expected a byte piece, \"<0x00>\" to \"<0xFF>\"");
    }
    entries.push_back({std::string(spm.pieces[id].piece), static_cast<int32_t>(id)});
  }
  parts.vocab = Vocab(entries);
  const bool slow = parts.reference == Reference::kSlow;
  Unigram::Rules model_rules;
  if (slow) {
    rules.matching = SpmNormalizer::Matching::kLongestPrefix;
    model_rules.arithmetic = Unigram::Arithmetic::kSentencePiece;
    model_rules.joins_unknown = !spm.byte_fallback;
  }
  parts.unigram.emplace();
  parts.unigram->model = Unigram(spm.pieces, spm.unknown_id, model_rules);
  parts.unigram->normalizer = SpmNormalizer(PrecompiledCharsmap(spm.charsmap), rules);
  if (slow && spm.byte_fallback) parts.unigram->byte_ids = byte_ids_of(spm.pieces);
}

// --- tokenizer.json

// Strip, Precompiled and Replace of runs of spaces, each once or not at all, in this order.
class NormalizerReader {
 public:
  void read(const JsonFields& step) {
    const std::string type = step.string("type");
    if (type == "Sequence") {
      for (const json& each : step.list("normalizers")) read(step.of(each));
    } else if (type == "Strip" && done_ < kStrip) {
      if (!step.boolean("strip_left", true) || !step.boolean("strip_right", true)) refuse();
      done_ = kStrip;
      rules.strips = true;
    } else if (type == "Precompiled" && done_ < kPrecompiled) {
      done_ = kPrecompiled;
      std::optional<std::string> blob = decode_base64(step.string("precompiled_charsmap"));
      if (!blob) step.fail("precompiled_charsmap: expected base64");
      charsmap = std::move(*blob);
    } else if (type == "Replace" && done_ < kReplace) {
      const json* pattern = step.find("pattern");
      if (pattern == nullptr || step.of(*pattern).string("Regex") != " {2,}") refuse();
      if (step.string("content") != " ") refuse();
      done_ = kReplace;
      rules.collapses = true;
    } else {
      refuse();
    }
  }

  SpmNormalizer::Rules rules{.strips = false, .collapses = false};
  std::string charsmap;

 private:
  [[noreturn]] static void refuse() {
    unsupported("a normalizer other than Strip, Precompiled and Replace of spaces");
  }
  enum { kNone, kStrip, kPrecompiled, kReplace } done_ = kNone;
};

// One Metaspace step, possibly in a list.
void read_metaspace(const JsonFields& step, TokenizerParts& parts) {
  if (step.string("type") == "Sequence") {
    const json& steps = step.list("pretokenizers");
    if (steps.size() != 1) unsupported("a pre-tokenizer other than one Metaspace step");
    return read_metaspace(step.of(steps.front()), parts);
  }
  if (step.string("type") != "Metaspace" || step.string("replacement") != "▁" ||
      !step.boolean("split", true)) {
    unsupported("a pre-tokenizer other than one Metaspace step with ▁");
  }
  // Older files have a flag.
  const std::string scheme = step.string("prepend_scheme");
  if (!scheme.empty() && scheme != "always" && scheme != "first" && scheme != "never") {
    step.fail("prepend_scheme: expected always, first or never");
  }
  parts.add_prefix_space =
      scheme.empty() ? step.boolean("add_prefix_space", true) : scheme != "never";
  parts.unigram->prefix_at_start_only = scheme == "first";
}

}  // namespace

void read_spm_model(std::string_view file, TokenizerParts& parts) {
  const SpmModel spm = parse_spm_model(file);
  if (parts.reference == Reference::kSlow) {
    if (!spm.add_dummy_prefix || !spm.remove_extra_whitespaces || !spm.escape_whitespaces) {
      throw Error(ErrorCode::kTokenizerUnsupported,
                  "spm.model: its rules for white space, with use_fast: false");
    }
  }
  set_model(spm, {}, parts);
  parts.add_prefix_space = true;
  for (size_t id = 0; id < spm.pieces.size(); ++id) {
    const Unigram::Entry& entry = spm.pieces[id];
    if (entry.kind != Kind::kControl && entry.kind != Kind::kUserDefined) continue;
    if (entry.kind == Kind::kUserDefined && parts.reference == Reference::kSlow) {
      throw Error(ErrorCode::kTokenizerUnsupported,
                  "spm.model: user-defined symbols, with use_fast: false");
    }
    AddedToken token;
    token.content = entry.piece;
    token.special = entry.kind == Kind::kControl;
    add_token(parts, std::move(token), static_cast<int32_t>(id));
  }
}

void read_unigram_json(const JsonFields& document, TokenizerParts& parts) {
  const JsonFields model = document.of(*document.find("model"));
  if (model.boolean("byte_fallback", false)) unsupported("byte_fallback is true");
  const json& vocab = model.list("vocab");
  const json* unknown = model.find("unk_id");
  if (unknown == nullptr) unsupported("a unigram model without unk_id");
  SpmModel spm;
  spm.unknown_id = id_of(*unknown);
  std::vector<bool> special(vocab.size());
  if (const json* added = document.find("added_tokens"); added != nullptr && added->is_array()) {
    for (const json& each : *added) {
      const JsonFields token = document.of(each);
      const json* id = token.find("id");
      if (id == nullptr || !token.boolean("special", false)) continue;
      const auto index = static_cast<size_t>(id_of(*id));
      if (index < special.size()) special[index] = true;
    }
  }
  spm.pieces.reserve(vocab.size());
  size_t bytes = 0;
  for (const json& entry : vocab) {
    if (!entry.is_array() || entry.size() != 2 || !entry[0].is_string() || !entry[1].is_number()) {
      throw Error(ErrorCode::kVocab, "vocab: entry " + std::to_string(spm.pieces.size()) +
                                         ": expected a piece and its score");
    }
    const std::string_view piece = entry[0].get_ref<const std::string&>();
    const size_t id = spm.pieces.size();
    // Not stored in the file.
    const Kind kind = id == static_cast<size_t>(spm.unknown_id) ? Kind::kUnknown
                      : byte_of(piece) >= 0                     ? Kind::kByte
                      : special[id]                             ? Kind::kControl
                                                                : Kind::kNormal;
    bytes += kind == Kind::kByte;
    const double score = entry[1].get<double>();
    const bool fast = parts.reference == Reference::kFast;
    spm.pieces.push_back({piece, fast ? as_serde_reads(score) : score, kind});
  }
  spm.byte_fallback = bytes == 256;
  NormalizerReader normalizer;
  const json* steps = document.find("normalizer");
  if (steps != nullptr) normalizer.read(document.of(*steps));
  spm.charsmap = normalizer.charsmap;
  set_model(spm, normalizer.rules, parts);
  const json* step = document.find("pre_tokenizer");
  if (step == nullptr) unsupported("a unigram model without a pre-tokenizer");
  read_metaspace(document.of(*step), parts);
}

}  // namespace deberta
