// spm.model: the fields of sentencepiece's ModelProto that a tokenizer needs.
#ifndef DEBERTA_TEXT_FILES_SPM_MODEL_H_
#define DEBERTA_TEXT_FILES_SPM_MODEL_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "text/models/unigram.h"

namespace deberta {

struct SpmModel {
  std::vector<Unigram::Entry> pieces;  // by id
  int32_t unknown_id = 0;
  bool byte_fallback = false;
  std::string_view charsmap;
  // How sentencepiece treats white space. Hugging Face's fast tokenizers ignore it.
  bool add_dummy_prefix = true;
  bool remove_extra_whitespaces = true;
  bool escape_whitespaces = true;
};

// The result holds views of the file. Throws kSpmModel for a malformed file, kTokenizerUnsupported
// for a model that is not a unigram.
SpmModel parse_spm_model(std::string_view file);

// Writes a file from which parse_spm_model() reads the same model.
std::string write_spm_model(const SpmModel& model);

}  // namespace deberta

#endif  // DEBERTA_TEXT_FILES_SPM_MODEL_H_
