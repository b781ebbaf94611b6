// The list of the targets. Each has a file of its own, which begins with the format of its inputs.
#ifndef DEBERTA_TESTS_FUZZ_TARGETS_TARGETS_H_
#define DEBERTA_TESTS_FUZZ_TARGETS_TARGETS_H_

#include "fuzz/input.h"
#include "fuzz/mutators/mutator.h"
#include "fuzz/target.h"

namespace deberta::fuzz {

void run_safetensors(std::string_view bytes);
void run_torch_zip(std::string_view bytes);
void run_torch_legacy(std::string_view bytes);
void run_state_dict(std::string_view bytes);
void run_config(std::string_view bytes);
void run_gliner_config(std::string_view bytes);
void run_shard_index(std::string_view bytes);
void run_tokenizer_json(std::string_view bytes);
void run_vocab_and_merges(std::string_view bytes);
void run_spm_model(std::string_view bytes);
void run_wordpiece(std::string_view bytes);
void run_charsmap(std::string_view bytes);
void run_text(std::string_view bytes);
void run_checkpoint(std::string_view bytes);
void run_forward(std::string_view bytes);
void run_tasks(std::string_view bytes);
void run_extraction(std::string_view bytes);

void mutate_gliner_config(std::string& bytes, Random& random, size_t max_size);
void mutate_tokenizer_json(std::string& bytes, Random& random, size_t max_size);
void mutate_vocab_and_merges(std::string& bytes, Random& random, size_t max_size);
void mutate_spm_model(std::string& bytes, Random& random, size_t max_size);
void mutate_wordpiece(std::string& bytes, Random& random, size_t max_size);
void mutate_charsmap_and_text(std::string& bytes, Random& random, size_t max_size);
void mutate_checkpoint(std::string& bytes, Random& random, size_t max_size);

// Leaves the first bytes of an input, which are not of the format, mostly as they are.
template <size_t kPrefix, Mutator kMutate>
void mutate_after(std::string& input, Random& random, size_t max_size) {
  if (input.size() < kPrefix || random.once_in(32)) return mutate_bytes(input, random, max_size);
  std::string rest = input.substr(kPrefix);
  kMutate(rest, random, max_size - std::min(max_size, kPrefix));
  input = input.substr(0, kPrefix) + rest;
}

inline constexpr Target kTargets[] = {
    {"safetensors", run_safetensors, mutate_after<2, mutate_safetensors>},
    {"torch_zip", run_torch_zip, mutate_after<2, mutate_zip>},
    {"torch_legacy", run_torch_legacy, mutate_after<2, mutate_pickle>},
    {"state_dict", run_state_dict, mutate_after<2, mutate_pickle>},
    {"config", run_config, mutate_after<2, mutate_json>},
    {"gliner_config", run_gliner_config, mutate_gliner_config},
    {"shard_index", run_shard_index, mutate_json},
    {"tokenizer_json", run_tokenizer_json, mutate_tokenizer_json},
    {"vocab_and_merges", run_vocab_and_merges, mutate_vocab_and_merges},
    {"spm_model", run_spm_model, mutate_spm_model},
    {"wordpiece", run_wordpiece, mutate_wordpiece},
    {"charsmap", run_charsmap, mutate_charsmap_and_text},
    {"text", run_text, nullptr},
    {"checkpoint", run_checkpoint, mutate_checkpoint},
    {"forward", run_forward, nullptr},
    {"tasks", run_tasks, nullptr},
    {"extraction", run_extraction, nullptr},
};

}  // namespace deberta::fuzz

#endif  // DEBERTA_TESTS_FUZZ_TARGETS_TARGETS_H_
