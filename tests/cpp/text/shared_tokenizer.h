// The real tokenizers of ../shared, which are not part of the repository.
#ifndef DEBERTA_TESTS_TEXT_SHARED_TOKENIZER_H_
#define DEBERTA_TESTS_TEXT_SHARED_TOKENIZER_H_

#include <map>
#include <string>

#include "fixtures.h"
#include "text/files/tokenizer_files.h"
#include "text/tokenizer.h"

namespace deberta::testing {

// "v1" or "v3"; nullptr where there is no ../shared. Read once.
inline const Tokenizer* shared_tokenizer(const std::string& version) {
  static std::map<std::string, Tokenizer> read;
  const std::string folder = shared_path("tokenizers/deberta-" + version + "/");
  if (folder.empty()) return nullptr;
  const auto known = read.find(version);
  if (known != read.end()) return &known->second;
  const std::string whole = read_file(folder + "tokenizer.json");
  const std::string config = read_file(folder + "tokenizer_config.json");
  TokenizerFiles files;
  files.tokenizer_json = whole;
  files.tokenizer_config_json = config;
  return &read.emplace(version, load_tokenizer(files)).first->second;
}

}  // namespace deberta::testing

#endif  // DEBERTA_TESTS_TEXT_SHARED_TOKENIZER_H_
