// Tokenizer's methods for special tokens.
#include <algorithm>

#include "base/error.h"
#include "base/sort.h"
#include "text/tokenizer.h"

namespace deberta {

std::vector<int32_t> Tokenizer::special_ids() const {
  const SpecialTokens& roles = parts_.special_tokens;
  std::vector<int32_t> ids;
  std::vector<bool> known(static_cast<size_t>(vocab_size()));
  const auto add = [&](int32_t id) {
    if (id < 0 || known[static_cast<size_t>(id)]) return;
    known[static_cast<size_t>(id)] = true;
    ids.push_back(id);
  };
  for (int32_t id : {roles.bos, roles.eos, roles.unk, roles.sep, roles.pad, roles.cls, roles.mask})
    add(id);
  std::ranges::for_each(parts_.additional_special_tokens, add);
  return ids;
}

std::vector<int32_t> Tokenizer::build_inputs_with_special_tokens(
    Ids ids, std::optional<Ids> pair_ids) const {
  require_cls_and_sep();
  std::vector<int32_t> result = {parts_.special_tokens.cls};
  const auto append = [&](Ids sequence) {
    result.insert(result.end(), sequence.begin(), sequence.end());
    result.push_back(parts_.special_tokens.sep);
  };
  append(ids);
  if (pair_ids) append(*pair_ids);
  return result;
}

std::vector<int32_t> Tokenizer::create_token_type_ids_from_sequences(
    Ids ids, std::optional<Ids> pair_ids) const {
  require_cls_and_sep();
  std::vector<int32_t> types(ids.size() + 2, 0);
  if (pair_ids) types.insert(types.end(), pair_ids->size() + 1, 1);
  return types;
}

std::vector<uint8_t> Tokenizer::get_special_tokens_mask(Ids ids, std::optional<Ids> pair_ids,
                                                        bool already_has_special_tokens) const {
  std::vector<uint8_t> mask;
  if (!already_has_special_tokens) {
    require_cls_and_sep();
    mask.resize(ids.size() + 2 + (pair_ids ? pair_ids->size() + 1 : 0));
    mask.front() = mask[ids.size() + 1] = mask.back() = 1;
    return mask;
  }
  if (pair_ids) {
    throw Error(ErrorCode::kInput, "ids with special tokens: expected one sequence, got two");
  }
  std::vector<int32_t> specials = special_ids();
  sort_stably(specials);
  for (int32_t id : ids) mask.push_back(std::ranges::binary_search(specials, id));
  return mask;
}

void Tokenizer::require_cls_and_sep() const {
  const SpecialTokens& roles = parts_.special_tokens;
  if (roles.cls >= 0 && roles.sep >= 0) return;
  throw Error(ErrorCode::kState, "expected a tokenizer with a cls_token and a sep_token");
}

}  // namespace deberta
