#include "text/files/post_processor.h"

#include <string>

#include "text/files/tokenizer_readers.h"

namespace deberta {
namespace {

using nlohmann::json;
using Kind = TemplatePiece::Kind;

// Each mention of a special token adds all of its ids to every encoding.
constexpr size_t kMostPieces = 4096;

// special_tokens: {} where the processor does not have it.
Template read_template(const JsonFields& processor, const char* which,
                       const JsonFields& special_tokens, const TokenizerParts& parts) {
  Template result;
  for (const json& value : processor.list(which)) {
    const JsonFields item = processor.of(value);
    TemplatePiece piece;
    const json* special = item.find("SpecialToken");
    const json* found = special != nullptr ? special : item.find("Sequence");
    if (found == nullptr) item.fail("an unknown piece in a template");
    const JsonFields body = item.of(*found);
    const std::string name = body.string("id");
    const json* type_id = body.find("type_id");
    if (type_id != nullptr) piece.type_id = id_of(*type_id);
    if (special == nullptr) {
      piece.kind = name == "B" ? Kind::kPair : Kind::kText;
      result.pieces.push_back(piece);
      continue;
    }
    piece.kind = Kind::kSpecial;
    const json* entry = special_tokens.find(name.c_str());
    const json* ids = entry == nullptr ? nullptr : item.of(*entry).find("ids");
    if (ids == nullptr || !ids->is_array()) {
      item.fail("a template names a special token that it does not define");
    }
    for (const json& id : *ids) {
      if (result.pieces.size() >= kMostPieces) {
        item.fail("a template of more than " + std::to_string(kMostPieces) + " tokens");
      }
      piece.id = id_of(id);
      if (piece.id >= parts.vocab.size()) item.fail("a special id has no token");
      result.pieces.push_back(piece);
    }
  }
  return result;
}

void read_templates(const JsonFields& processor, TokenizerParts& parts) {
  const json none = json::object();
  const json* found = processor.find("special_tokens");
  const JsonFields specials = processor.of(found == nullptr ? none : *found);
  parts.single = read_template(processor, "single", specials, parts);
  parts.pair = read_template(processor, "pair", specials, parts);
}

// ["[SEP]", 2] of BertProcessing and RobertaProcessing.
int32_t special_of(const JsonFields& processor, const char* name, const Vocab& vocab) {
  const json* entry = processor.find(name);
  if (entry == nullptr || !entry->is_array() || entry->size() != 2) {
    processor.fail(std::string("post_processor has no ") + name);
  }
  const int32_t id = id_of((*entry)[1]);
  if (vocab.token(id).empty()) processor.fail("a special id has no token");
  return id;
}

void read_trimming(const JsonFields& processor, TokenizerParts& parts) {
  parts.trimming.spaces = processor.boolean("trim_offsets", true);
  parts.trimming.keeps_prefix_space = processor.boolean("add_prefix_space", true);
}

// Reads each step of a "Sequence", or the single step. placed: whether a step has set the
// templates.
void read_step(const JsonFields& step, TokenizerParts& parts, bool& placed) {
  const std::string type = step.string("type");
  if (type == "Sequence") {
    for (const json& each : step.list("processors")) read_step(step.of(each), parts, placed);
    return;
  }
  if (type == "ByteLevel") return read_trimming(step, parts);  // adds no tokens
  const bool bert = type == "BertProcessing", roberta = type == "RobertaProcessing";
  if (!bert && !roberta && type != "TemplateProcessing") unsupported("an unknown post_processor");
  if (placed) unsupported("two post_processors that add special tokens");
  placed = true;
  if (!bert && !roberta) return read_templates(step, parts);
  const int32_t cls = special_of(step, "cls", parts.vocab);
  const int32_t sep = special_of(step, "sep", parts.vocab);
  set_deberta_templates(cls, sep, parts);
  if (bert) return;
  read_trimming(step, parts);
  parts.pair = Template{{{Kind::kSpecial, cls, 0},  // <s> A </s></s> B </s>
                         {Kind::kText, 0, 0},
                         {Kind::kSpecial, sep, 0},
                         {Kind::kSpecial, sep, 0},
                         {Kind::kPair, 0, 0},
                         {Kind::kSpecial, sep, 0}}};
}

}  // namespace

void read_post_processor(const JsonFields& document, TokenizerParts& parts) {
  parts.single = Template{{{Kind::kText, 0, 0}}};
  parts.pair = Template{{{Kind::kText, 0, 0}, {Kind::kPair, 0, 1}}};
  bool placed = false;
  const json* processor = document.find("post_processor");
  if (processor != nullptr) read_step(document.of(*processor), parts, placed);
}

void set_deberta_templates(int32_t cls, int32_t sep, TokenizerParts& parts) {
  parts.single =
      Template{{{Kind::kSpecial, cls, 0}, {Kind::kText, 0, 0}, {Kind::kSpecial, sep, 0}}};
  parts.pair = Template{{{Kind::kSpecial, cls, 0},
                         {Kind::kText, 0, 0},
                         {Kind::kSpecial, sep, 0},
                         {Kind::kPair, 0, 1},
                         {Kind::kSpecial, sep, 1}}};
}

}  // namespace deberta
