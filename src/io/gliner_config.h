// gliner_config.json → a closed struct. Every quirk and refusal of GLiNER's configuration lives
// here. The reference: urchade/GLiNER, version 0.2.27.
#ifndef DEBERTA_IO_GLINER_CONFIG_H_
#define DEBERTA_IO_GLINER_CONFIG_H_

#include <optional>
#include <string>
#include <string_view>

#include "io/config.h"

namespace deberta {

// Throws kConfigJson, kConfigValue, or kConfigUnsupported for other families of GLiNER models
// (bi-encoders, decoders, relations, …), naming the field. The result is the encoder's
// configuration, with `gliner` set.
//
// encoder_json: the encoder's config.json, for a gliner_config.json that has no encoder_config. The
// encoder's vocab_size counts as no more than 1, because it is not that of the checkpoint: added
// tokens have rows, too.
Config parse_gliner_config(std::string_view gliner_json, std::string_view encoder_json);

}  // namespace deberta

#endif  // DEBERTA_IO_GLINER_CONFIG_H_
