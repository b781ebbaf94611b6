// Finds the entities of a text with the native build: for profiling, and for trying a model without
// a browser.
//
//   deberta_tag MODEL_FOLDER [THREADS] < text
//
// Prints one line per entity: label, score, [begin, end) in bytes, the entity.
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "deberta.h"

namespace {

// "" for a missing file.
std::string read_file(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write_weights(const std::string& path, deberta::Session& session) {
  std::ifstream file(path, std::ios::binary);
  std::string piece(1 << 20, '\0');
  while (file.read(piece.data(), static_cast<std::streamsize>(piece.size())), file.gcount() > 0) {
    session.write_weights(
        std::as_bytes(std::span(piece.data(), static_cast<size_t>(file.gcount()))));
  }
  session.finish_weights();
}

void tag(const std::string& folder, int threads) {
  const std::string config = read_file(folder + "/config.json");
  const std::string files[] = {read_file(folder + "/tokenizer.json"),
                               read_file(folder + "/vocab.json"),
                               read_file(folder + "/merges.txt"),
                               read_file(folder + "/tokenizer_config.json"),
                               read_file(folder + "/special_tokens_map.json"),
                               read_file(folder + "/added_tokens.json")};
  deberta::Session session(
      config, deberta::load_tokenizer({files[0], files[1], files[2], files[3], files[4], files[5]}),
      {.head = deberta::Head::kTokenClassification, .threads = threads});
  write_weights(folder + "/model.safetensors", session);

  const std::string text(std::istreambuf_iterator<char>(std::cin), {});
  const std::string_view texts[] = {text};
  deberta::TokenClassificationOptions options;
  options.aggregation = deberta::Aggregation::kSimple;
  options.stride = 64;
  deberta::TokenClassificationTask task(texts, options, session.tokenizer(), session.model());
  session.run(task);
  for (const deberta::Entity& entity : task.results[0].entities) {
    const auto [begin, end] = entity.span;
    std::printf("%s\t%.3f\t%u\t%u\t%s\n", entity.label.c_str(), static_cast<double>(entity.score),
                begin, end, text.substr(begin, end - begin).c_str());
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2 || argc > 3) {
    std::fprintf(stderr, "usage: deberta_tag MODEL_FOLDER [THREADS] < text\n");
    return 2;
  }
  try {
    tag(argv[1], argc == 3 ? std::atoi(argv[2]) : 1);
  } catch (const deberta::Error& error) {
    std::fprintf(stderr, "%s: %s\n", deberta::name_of(error.code()), error.what());
    return 1;
  }
  return 0;
}
