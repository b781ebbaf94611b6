#include "fuzz/tokenizer_input.h"

#include "fuzz/target.h"
#include "text/files/save_vocabulary.h"

namespace deberta::fuzz {
namespace {

// The files of save_vocabulary() have the same tokens, and can be read.
void save_and_read(const Tokenizer& tokenizer) {
  const VocabularyFiles saved = save_vocabulary(tokenizer.parts());
  TokenizerFiles files;
  files.vocab_json = saved.vocab_json;
  files.merges_txt = saved.merges_txt;
  files.spm_model = saved.spm_model;
  files.vocab_txt = saved.vocab_txt;
  const Tokenizer again = load_tokenizer(files, {.add_prefix_space = {}, .use_fast = false});
  DEBERTA_EXPECT(again.parts().unigram.has_value() == tokenizer.parts().unigram.has_value());
  DEBERTA_EXPECT(again.parts().wordpiece.has_value() == tokenizer.parts().wordpiece.has_value());
}

}  // namespace

void TokenizerInput::run(const TokenizerFiles& files, std::string_view text,
                         std::string_view pair) const {
  const Tokenizer tokenizer =
      load_tokenizer(files, {.add_prefix_space = {}, .use_fast = use_fast_});
  use_tokenizer(tokenizer, options_, {text, pair, has_pair_}, /*in_order=*/false);
  for (const int32_t id : tokenizer.special_ids()) {
    DEBERTA_EXPECT(id >= 0 && id < tokenizer.vocab_size());
  }
  save_and_read(tokenizer);
}

}  // namespace deberta::fuzz
