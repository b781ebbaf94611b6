#include "text/files/save_vocabulary.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/sort.h"
#include "text/files/spm_model.h"

namespace deberta {
namespace {

// As json.dumps(ensure_ascii=False) writes a string.
void append_json_string(std::string_view text, std::string& out) {
  constexpr std::string_view kHex = "0123456789abcdef";
  constexpr std::string_view kEscaped = "\"\\\n\r\t\b\f", kLetters = "\"\\nrtbf";
  out += '"';
  for (char c : text) {
    const size_t at = kEscaped.find(c);
    const auto byte = static_cast<uint8_t>(c);
    if (at != std::string_view::npos) {
      (out += '\\') += kLetters[at];
    } else if (byte < 0x20) {
      ((out += "\\u00") += kHex[byte >> 4]) += kHex[byte & 15];
    } else {
      out += c;
    }
  }
  out += '"';
}

// Whether the vocabulary's file has the id, which is not only an added token.
std::vector<bool> in_file(const TokenizerParts& parts) {
  std::vector<bool> found(static_cast<size_t>(parts.vocab.size()));
  for (int32_t id = 0; id < parts.vocab.size(); ++id) {
    found[static_cast<size_t>(id)] = parts.vocab.has(id);
  }
  for (int32_t id : parts.ids_outside_vocab) found[static_cast<size_t>(id)] = false;
  return found;
}

// json.dumps(vocab, indent=2, sort_keys=True, ensure_ascii=False) + "\n", without added tokens.
std::string vocab_json(const TokenizerParts& parts) {
  const std::vector<bool> kept = in_file(parts);
  std::vector<std::pair<std::string_view, int32_t>> entries;
  for (int32_t id = 0; id < parts.vocab.size(); ++id) {
    if (!kept[static_cast<size_t>(id)]) continue;
    entries.emplace_back(parts.vocab.token(id), id);
  }
  sort_stably(entries);  // UTF-8 sorts by bytes as by code points
  std::string text = "{";
  for (const auto& [token, id] : entries) {
    text += text.size() == 1 ? "\n  " : ",\n  ";
    append_json_string(token, text);
    (text += ": ") += std::to_string(id);
  }
  return text += entries.empty() ? "}\n" : "\n}\n";
}

std::string merges_txt(const TokenizerParts& parts) {
  std::string text = "#version: 0.2\n";
  size_t rank = 0;
  for (const auto& [left, right] : parts.bpe.merges()) {
    for (int32_t id : {left, right}) {
      if (parts.vocab.token(id).find_first_of(" \r\n") != std::string_view::npos) {
        throw Error(ErrorCode::kTokenizerUnsupported,
                    "merge " + std::to_string(rank) + ": merges.txt cannot hold white space");
      }
    }
    ((text += parts.vocab.token(left)) += ' ') += parts.vocab.token(right);
    text += '\n';
    ++rank;
  }
  return text;
}

std::string spm_model(const TokenizerParts& parts) {
  const UnigramParts& unigram = *parts.unigram;
  const std::string charsmap = unigram.normalizer.charsmap().blob();
  SpmModel model;
  for (size_t id = 0; id < unigram.model.scores().size(); ++id) {
    model.pieces.push_back({parts.vocab.token(static_cast<int32_t>(id)), unigram.model.scores()[id],
                            unigram.model.kinds()[id]});
  }
  model.unknown_id = unigram.model.unknown_id();
  model.byte_fallback = std::ranges::count(unigram.model.kinds(), Unigram::Kind::kByte) == 256;
  model.charsmap = charsmap;
  return write_spm_model(model);
}

std::string vocab_txt(const TokenizerParts& parts) {
  const std::vector<bool> kept = in_file(parts);
  std::string text;
  size_t missing = 0;  // since the last token
  for (size_t id = 0; id < kept.size(); ++id) {
    if (!kept[id]) {
      ++missing;
      continue;
    }
    const std::string_view token = parts.vocab.token(static_cast<int32_t>(id));
    if (token.find_first_of("\r\n") != std::string_view::npos) {
      throw Error(ErrorCode::kTokenizerUnsupported,
                  "token " + std::to_string(id) + ": vocab.txt cannot hold a line end");
    }
    text.append(std::exchange(missing, 0), '\n');
    (text += token) += '\n';
  }
  return text;
}

}  // namespace

VocabularyFiles save_vocabulary(const TokenizerParts& parts) {
  VocabularyFiles files;
  if (parts.wordpiece) {
    files.vocab_txt = vocab_txt(parts);
  } else if (parts.unigram) {
    files.spm_model = spm_model(parts);
  } else {
    files.vocab_json = vocab_json(parts);
    files.merges_txt = merges_txt(parts);
  }
  return files;
}

}  // namespace deberta
