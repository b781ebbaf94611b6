// An extractor's config.json → a closed struct. Every quirk and refusal of GLiNER2's configuration
// lives here. The reference: fastino-ai/GLiNER2, version 1.3.3.
#ifndef DEBERTA_IO_GLINER2_CONFIG_H_
#define DEBERTA_IO_GLINER2_CONFIG_H_

#include <string_view>

#include "io/config.h"

namespace deberta {

// Throws kConfigJson, kConfigValue, or kConfigUnsupported for other kinds of extractors, naming the
// field. The result is the encoder's configuration, with `gliner2` set.
//
// encoder_json: encoder_config/config.json.
Config parse_gliner2_config(std::string_view config_json, std::string_view encoder_json);

// The configuration of a model of any family, of its config.json and of the file beside it:
// gliner_config.json of a GLiNER model, encoder_config/config.json of a GLiNER2 model, "" of
// others. config.json's model_type "extractor" says that it is GLiNER2's. Throws what the family's
// function throws.
Config parse_model_config(std::string_view config_json, std::string_view other_json);

}  // namespace deberta

#endif  // DEBERTA_IO_GLINER2_CONFIG_H_
