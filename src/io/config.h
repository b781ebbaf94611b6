// config.json → a closed struct. Every quirk and refusal of Hugging Face's DebertaConfig and
// DebertaV2Config lives here.
#ifndef DEBERTA_IO_CONFIG_H_
#define DEBERTA_IO_CONFIG_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/activation.h"

namespace deberta {

class JsonDocument;  // base/json.h

enum class ProblemType { kNone, kRegression, kSingleLabel, kMultiLabel };

// What gliner_config.json (io/gliner_config.h) adds to its encoder's configuration. Fields have
// GLiNER's names and defaults.
struct GlinerConfig {
  enum class Spans {
    kMarkerV0,    // spans of words, scored by their ends through an MLP
    kMarker,      // the older form: through one linear layer
    kTokenLevel,  // words, scored as starts, ends and insides
  };
  Spans spans = Spans::kMarkerV0;
  int hidden_size = 512;  // of the words' and labels' vectors, beside the encoder's own
  int max_width = 12;     // words of a span, but for kTokenLevel
  int max_words = 384;    // max_len: words that are read at once
  bool embed_ent_token =
      true;  // a label's vector is that of its <<ENT>>; else of the token after it
  std::string ent_token = "<<ENT>>";
  std::string sep_token = "<<SEP>>";
  std::optional<int> class_token_index;  // the id of ent_token, where the file says it
};

// What an extractor's config.json (io/gliner2_config.h) adds to its encoder's configuration.
struct Gliner2Config {
  // Its spans are those of the form that is known here; else (architecture "boundary") a model can
  // only classify.
  bool has_spans = true;
  int max_width = 8;      // words of a span
  float temperature = 1;  // what the logits of classes are divided by
};

// Fields have transformers' names and defaults (DebertaConfig's; where its documentation and code
// differ, the code's). Values that depend on another field are already resolved.
struct Config {
  std::string model_type = "deberta";  // or "deberta-v2", also for v3
  int vocab_size = 50265;
  int hidden_size = 768;
  int embedding_size = 768;  // width of the word embeddings; hidden_size when absent
  int num_hidden_layers = 12;
  int num_attention_heads = 12;
  int intermediate_size = 3072;
  Activation hidden_act = Activation::kGelu;
  int max_position_embeddings = 512;
  int type_vocab_size = 0;
  float layer_norm_eps = 1e-7f;
  bool position_biased_input = true;  // absolute positions are added to the input
  bool relative_attention = false;
  int max_relative_positions = 512;  // the span; max_position_embeddings where the file says < 1
  bool c2p = false;                  // pos_att_type names it
  bool p2c = false;
  // 1 + the number of entries of pos_att_type, even without relative_attention; v1 counts *all*
  // entries, known or not. Scores are divided by sqrt(head_dim · score_scale_terms).
  int score_scale_terms = 1;
  bool talking_head = false;  // v1
  // The next fields are v2's; in v1 they keep these defaults.
  int position_buckets = 0;    // rows for distances of one sign; 0: each distance has its own
  bool share_att_key = false;  // positions use the content's projections
  bool norm_rel_ebd = false;   // rel_embeddings go through encoder.LayerNorm
  int conv_kernel_size = 0;    // 0: no convolution; else odd
  int conv_groups = 1;
  Activation conv_act = Activation::kTanh;

  int pooler_hidden_size = 768;
  Activation pooler_hidden_act = Activation::kGelu;
  std::vector<std::string> id2label = {"LABEL_0", "LABEL_1"};
  ProblemType problem_type = ProblemType::kNone;
  bool legacy = true;               // which masked-language-model head the file has
  bool tie_word_embeddings = true;  // its decoder is the word embeddings
  float initializer_range = 0.02f;
  int pad_token_id = 0;
  std::vector<std::string> architectures;
  std::optional<GlinerConfig> gliner;    // of a GLiNER model, whose encoder this is
  std::optional<Gliner2Config> gliner2;  // of a GLiNER2 model, whose encoder this is

  bool is_v2() const { return model_type == "deberta-v2"; }
  // Half the rows of rel_embeddings.
  int position_span() const {
    return position_buckets > 0 ? position_buckets : max_relative_positions;
  }
  int head_dim() const { return hidden_size / num_attention_heads; }
  int num_labels() const { return static_cast<int>(id2label.size()); }
};

// Throws kConfigJson, kConfigValue (impossible: "hidden_size 30 is not a multiple of …") or
// kConfigUnsupported (valid, not supported here), naming the field.
Config parse_config(std::string_view json);
Config parse_config(const JsonDocument& document);

}  // namespace deberta

#endif  // DEBERTA_IO_CONFIG_H_
