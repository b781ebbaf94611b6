// parts: gliner_config.json, config.json of its encoder
#include "io/gliner_config.h"

#include "context.h"
#include "fuzz/targets/targets.h"
#include "model/model_loader.h"

namespace deberta::fuzz {

void run_gliner_config(std::string_view bytes) {
  const std::vector<std::string> parts = parts_of(bytes, 2);
  const Config config = parse_gliner_config(parts[0], parts[1]);
  DEBERTA_EXPECT(config.gliner.has_value());
  DEBERTA_EXPECT(config.hidden_size % config.num_attention_heads == 0);
}

void mutate_gliner_config(std::string& bytes, Random& random, size_t max_size) {
  mutate_parts(bytes, random, max_size, {mutate_json, mutate_json});
}

}  // namespace deberta::fuzz
