#include "text/files/post_processor.h"

#include <string>

#include "text/files/json_fields.h"

namespace deberta {
namespace {

using nlohmann::json;
using Kind = TemplatePiece::Kind;

Template read_template(const json& list, const TokenizerParts& parts, const json& special_tokens) {
  if (!list.is_array()) bad_file("tokenizer.json: a template is not a list");
  Template result;
  for (const json& item : list) {
    TemplatePiece piece;
    const json* special = find(item, "SpecialToken");
    const json* body = special != nullptr ? special : find(item, "Sequence");
    if (body == nullptr) bad_file("tokenizer.json: an unknown piece in a template");
    const std::string name = text(*body, "id");
    const json* type_id = find(*body, "type_id");
    if (type_id != nullptr) piece.type_id = id_of(*type_id);
    if (special == nullptr) {
      piece.kind = name == "B" ? Kind::kPair : Kind::kText;
      result.pieces.push_back(piece);
      continue;
    }
    piece.kind = Kind::kSpecial;
    const json* entry = find(special_tokens, name.c_str());
    const json* ids = entry == nullptr ? nullptr : find(*entry, "ids");
    if (ids == nullptr || !ids->is_array()) {
      bad_file("tokenizer.json: a template names a special token that it does not define");
    }
    for (const json& id : *ids) {
      piece.id = id_of(id);
      if (piece.id >= parts.vocab.size()) bad_file("tokenizer.json: a special id has no token");
      result.pieces.push_back(piece);
    }
  }
  return result;
}

void read_templates(const json& processor, TokenizerParts& parts) {
  const json* single = find(processor, "single");
  const json* pair = find(processor, "pair");
  const json* specials = find(processor, "special_tokens");
  if (single == nullptr || pair == nullptr) bad_file("tokenizer.json: a template is missing");
  const json none = json::object();
  parts.single = read_template(*single, parts, specials == nullptr ? none : *specials);
  parts.pair = read_template(*pair, parts, specials == nullptr ? none : *specials);
}

// ["[SEP]", 2] of BertProcessing and RobertaProcessing.
int32_t special_of(const json& processor, const char* name, const Vocab& vocab) {
  const json* entry = find(processor, name);
  if (entry == nullptr || !entry->is_array() || entry->size() != 2) {
    bad_file(std::string("tokenizer.json: post_processor has no ") + name);
  }
  const int32_t id = id_of((*entry)[1]);
  if (vocab.token(id).empty()) bad_file("tokenizer.json: a special id has no token");
  return id;
}

void read_trimming(const json& processor, TokenizerParts& parts) {
  parts.trimming.spaces = flag(processor, "trim_offsets", true);
  parts.trimming.keeps_prefix_space = flag(processor, "add_prefix_space", true);
}

// Each step of a "Sequence", or the one there is. `placed`: a step has set the templates.
void read_step(const json& step, TokenizerParts& parts, bool& placed) {
  const std::string type = text(step, "type");
  if (type == "Sequence") {
    const json* steps = find(step, "processors");
    if (steps == nullptr || !steps->is_array()) bad_file("tokenizer.json: processors is no list");
    for (const json& each : *steps) read_step(each, parts, placed);
    return;
  }
  if (type == "ByteLevel") return read_trimming(step, parts);  // adds nothing
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

void read_post_processor(const json* processor, TokenizerParts& parts) {
  parts.single = Template{{{Kind::kText, 0, 0}}};
  parts.pair = Template{{{Kind::kText, 0, 0}, {Kind::kPair, 0, 1}}};
  bool placed = false;
  if (processor != nullptr) read_step(*processor, parts, placed);
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
