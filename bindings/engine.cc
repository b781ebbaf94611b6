#include "bindings/engine.h"

#include <emscripten/heap.h>

#include <numeric>
#include <utility>

#include "bindings/guarded.h"
#include "bindings/tokenizer_calls.h"
#include "bindings/values.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

constexpr const char* kGlinerConfig = "gliner_config.json";
// Of a GLiNER2 model.
constexpr const char* kEncoderConfig = "encoder_config/config.json";

val to_js(const Config& config, int max_length) {
  val object = val::object();
  object.set("model_type", config.model_type);
  object.set("id2label", val::array(config.id2label));
  object.set("num_labels", config.num_labels());
  object.set("hidden_size", config.hidden_size);
  object.set("num_hidden_layers", config.num_hidden_layers);
  object.set("max_length", max_length);
  return object;
}

val to_js(const LoadReport& report) {
  val object = val::object();
  object.set("tensors", static_cast<double>(report.tensors));
  object.set("skipped", val::array(report.skipped));
  object.set("initialized", val::array(report.initialized));
  object.set("unquantized_layers", val::array(report.unquantized_layers));
  object.set("kept_as_floats", object["unquantized_layers"]);  // its name in 0.1.0
  object.set("activation_bits", report.activation_bits);
  object.set("bytes", static_cast<double>(report.bytes));
  object.set("format", report.format);
  return object;
}

// Milliseconds of each stage.
val to_js(const Profile& profile) {
  val object = val::object();
  for (size_t i = 0; i < static_cast<size_t>(Stage::kCount); ++i) {
    const auto stage = static_cast<Stage>(i);
    object.set(name_of(stage), 1000 * profile.seconds(stage));
  }
  return object;
}

}  // namespace

Texts Engine::staged_texts(val lengths) const {
  Texts texts;
  texts.lengths = vector_of<double>(lengths);
  texts.bytes = staging_.bytes(std::accumulate(texts.lengths.begin(), texts.lengths.end(), 0.0));
  return texts;
}

bool Engine::is_gliner() const { return files_.contains(kGlinerConfig); }

Session& Engine::session() {
  if (!session_) throw Error(ErrorCode::kState, "no model was opened");
  return *session_;
}

const Tokenizer& Engine::tokenizer() const {
  if (session_) return session_->tokenizer();
  if (!tokenizer_) throw Error(ErrorCode::kState, "no tokenizer was opened");
  return *tokenizer_;
}

Call& Engine::call() {
  if (!call_) throw Error(ErrorCode::kState, "no call is in progress");
  return *call_;
}

val Engine::reserve(double byte_length) {
  return guarded([&] { return val(staging_.reserve(byte_length)); });
}

val Engine::hash(double id, double byte_length) {
  return guarded([&] {
    hashes_[id].update(std::as_bytes(std::span(staging_.bytes(byte_length))));
    return val::undefined();
  });
}

val Engine::digest(double id) {
  return guarded([&] {
    const std::string digest = hashes_[id].digest();
    hashes_.erase(id);
    return val(digest);
  });
}

val Engine::set_file(std::string name, double byte_length) {
  return guarded([&] {
    files_[name] = std::string(staging_.bytes(byte_length));
    return val::undefined();
  });
}

val Engine::open_tokenizer(val options) {
  return guarded([&] {
    if (session_ || tokenizer_)
      throw Error(ErrorCode::kState, "this engine already has a tokenizer or a model");
    const TokenizerFiles files{files_["tokenizer.json"],
                               files_["vocab.json"],
                               files_["merges.txt"],
                               files_["tokenizer_config.json"],
                               files_["special_tokens_map.json"],
                               files_["added_tokens.json"],
                               files_["spm.model"],
                               files_["vocab.txt"]};
    TokenizerOptions how = tokenizer_options(Options(options));
    how.for_gliner = is_gliner();
    tokenizer_ = load_tokenizer(files, how);
    std::erase_if(files_, [](const auto& file) {
      return file.first != "config.json" && file.first != kGlinerConfig &&
             file.first != kEncoderConfig;
    });
    return to_js(*tokenizer_);
  });
}

val Engine::open(val options) {
  return guarded([&] {
    if (session_) throw Error(ErrorCode::kState, "this engine already has a model");
    Session::Options model;
    model.threads = threads_;
    const Options given(options);
    bool config_only = false;
    given.read("config_only", config_only);
    const Config config = parse_model_config(files_["config.json"],
                                             files_[is_gliner() ? kGlinerConfig : kEncoderConfig]);
    if (config_only) return to_js(config, 0);
    model.head = head_of(given);
    given.read("initialize_missing", model.initialize_missing_head);
    given.read("dtype", model.precision,
               {{"fp32", Precision::kFloat32},
                {"fp16", Precision::kFloat16},
                {"q8", Precision::kInt8},
                {"q8-weights", Precision::kInt8Weights}});
    std::string weights = model.files.front();
    given.read("weights", weights);
    std::optional<ShardIndex> index;
    if (const auto file = files_.find(weights); file != files_.end()) {
      index = in_file(weights, [&] { return parse_shard_index(file->second); });
    }
    model.files = index ? index->files : std::vector<std::string>{weights};
    session_ = std::make_unique<Session>(config, std::move(tokenizer_), model);
    room_ = HeapRoom();
    tokenizer_.reset();
    files_.clear();
    val info = to_js(session_->config(), session_->max_length());
    if (index) {
      in_file(weights, [&] { session_->expect_names(std::move(index->names)); });
      info.set("weight_files", val::array(index->files));
    }
    return info;
  });
}

val Engine::write_weights(double byte_length) {
  return guarded([&] {
    const std::string_view bytes = staging_.bytes(byte_length);
    session().write_weights(std::as_bytes(std::span(bytes)));
    room_.reserve(session().bytes_received(), session().expected_memory());
    return val::undefined();
  });
}

val Engine::next_file() {
  return guarded([&] {
    session().next_file();
    return val::undefined();
  });
}

val Engine::finish_weights() {
  return guarded([&] {
    const LoadReport report = session().finish_weights();
    staging_.free();  // it held a piece of the file
    return to_js(report);
  });
}

val Engine::initialize_weights(double seed) {
  return guarded([&] {
    if (!(seed >= 0 && seed < 0x1p53))
      throw Error(ErrorCode::kInput, "seed: expected an integer in [0, 2^53)");
    return to_js(session().initialize_weights(static_cast<uint64_t>(seed)));
  });
}

val Engine::begin(std::string name, val lengths, val options) {
  return guarded([&] {
    call_.reset();  // an unfinished one
    call_ = begin_call(name, session(), staged_texts(lengths), options);
    return val(true);
  });
}

val Engine::step() {
  return guarded([&] {
    try {
      return val(call().step());
    } catch (...) {
      call_.reset();
      throw;
    }
  });
}

val Engine::result() {
  return guarded([&] {
    call();
    const std::unique_ptr<Call> ended = std::move(call_);
    return ended->result();
  });
}

val Engine::cancel() {
  return guarded([&] {
    call_.reset();
    return val::undefined();
  });
}

val Engine::tokenizer_call(std::string name, val lengths, val options) {
  return guarded([&] {
    const Texts texts = staged_texts(lengths);
    return call_tokenizer(name, tokenizer(), texts.views(), Options(options));
  });
}

val Engine::stats() {
  return guarded([&] {
    val value = val::object();
    const Session::Threads threads =
        session_ ? session_->threads() : Session::Threads{.started = 1, .at_once = 1, .used = 1};
    value.set("threads", threads.used);
    value.set("threads_started", threads.started);
    value.set("threads_at_once", threads.at_once);
    value.set("heap_bytes", static_cast<double>(emscripten_get_heap_size()));
    value.set("workspace_bytes", session_ ? static_cast<double>(session_->workspace_bytes()) : 0.0);
    if (session_) value.set("profile", to_js(session_->profile()));
    return value;
  });
}

}  // namespace deberta::bindings
