// parts: gliner_config.json, config.json of its encoder; or a GLiNER2 model's
// encoder_config/config.json, config.json
#include "fuzz/targets/targets.h"
#include "io/gliner2_config.h"

namespace deberta::fuzz {

void run_gliner_config(std::string_view bytes) {
  const std::vector<std::string> parts = parts_of(bytes, 2);
  const Config config = parse_model_config(parts[1], parts[0]);
  DEBERTA_EXPECT(parts[0].empty() || config.gliner.has_value() != config.gliner2.has_value());
  DEBERTA_EXPECT(config.hidden_size % config.num_attention_heads == 0);
}

void mutate_gliner_config(std::string& bytes, Random& random, size_t max_size) {
  mutate_parts(bytes, random, max_size, {mutate_json, mutate_json});
}

}  // namespace deberta::fuzz
