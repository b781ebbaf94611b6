#include "bindings/engine.h"

#include <emscripten/heap.h>

#include <new>
#include <utility>

#include "bindings/to_js.h"

namespace deberta::bindings {
namespace {

using emscripten::val;

// Runs a method's body at the boundary.
template <class F>
val guarded(F&& body) {
  val result = val::object();
  auto fail = [&](const char* code, const std::string& message) {
    val error = val::object();
    error.set("code", std::string(code));
    error.set("message", message);
    result.set("error", error);
  };
  try {
    result.set("value", body());
  } catch (const Error& error) {
    fail(name_of(error.code()), error.message());
  } catch (const std::bad_alloc&) {
    fail(name_of(ErrorCode::kOutOfMemory), "out of memory");
  } catch (const std::exception& error) {
    fail("INTERNAL", error.what());
  }
  return result;
}

Head head_of(const std::string& task) {
  if (task == "token-classification") return Head::kTokenClassification;
  if (task == "text-classification") return Head::kSequenceClassification;
  throw Error(ErrorCode::kInput, "unknown task");
}

}  // namespace

std::string_view Engine::staged(double byte_length) const {
  if (!(byte_length >= 0 && byte_length <= static_cast<double>(staging_.size()))) {
    throw Error(ErrorCode::kInput, "more bytes than are staged");
  }
  return {reinterpret_cast<const char*>(staging_.data()), static_cast<size_t>(byte_length)};
}

std::vector<TextPair> Engine::staged_pairs(val lengths, val pair_lengths) const {
  const auto text_lengths = emscripten::convertJSArrayToNumberVector<double>(lengths);
  const auto pairs = emscripten::convertJSArrayToNumberVector<double>(pair_lengths);
  if (!pairs.empty() && pairs.size() != text_lengths.size()) {
    throw Error(ErrorCode::kInput, std::to_string(text_lengths.size()) + " texts, " +
                                       std::to_string(pairs.size()) + " pairs");
  }
  double end = 0;
  auto next = [&](double length) {
    const size_t begin = static_cast<size_t>(end);
    end += length;
    return staged(end).substr(begin);
  };
  std::vector<TextPair> inputs;
  for (size_t i = 0; i < text_lengths.size(); ++i) {
    TextPair input{next(text_lengths[i]), {}, !pairs.empty()};
    if (input.has_pair) input.pair = next(pairs[i]);
    inputs.push_back(input);
  }
  return inputs;
}

Session& Engine::session() {
  if (!session_) throw Error(ErrorCode::kState, "no model was opened");
  return *session_;
}

val Engine::reserve(double byte_length) {
  return guarded([&] {
    if (!(byte_length >= 0 && byte_length < 4294967296.0)) {
      throw Error(ErrorCode::kInput, "cannot stage that many bytes");
    }
    const auto size = static_cast<size_t>(byte_length);
    if (staging_.size() < size || staging_.data() == nullptr) {
      staging_ = Buffer();  // first: the two need not fit together
      staging_ = Buffer(size);
    }
    return val(static_cast<double>(reinterpret_cast<uintptr_t>(staging_.data())));
  });
}

val Engine::set_file(std::string name, double byte_length) {
  return guarded([&] {
    files_[name] = std::string(staged(byte_length));
    return val::undefined();
  });
}

val Engine::open(std::string task) {
  return guarded([&] {
    if (session_) throw Error(ErrorCode::kState, "an engine opens one model");
    const TokenizerFiles tokenizer{files_["tokenizer.json"],
                                   files_["vocab.json"],
                                   files_["merges.txt"],
                                   files_["tokenizer_config.json"],
                                   files_["special_tokens_map.json"],
                                   files_["added_tokens.json"]};
    session_ = std::make_unique<Session>(files_["config.json"], tokenizer, head_of(task), threads_);
    files_.clear();
    return to_js(session_->config(), session_->max_length());
  });
}

val Engine::write_weights(double byte_length) {
  return guarded([&] {
    const std::string_view bytes = staged(byte_length);
    session().write_weights(std::as_bytes(std::span(bytes)));
    return val::undefined();
  });
}

val Engine::finish_weights() {
  return guarded([&] {
    const Session::Weights& weights = session().finish_weights();
    staging_ = Buffer();  // was as large as a piece of the file
    val value = val::object();
    value.set("tensors", static_cast<double>(weights.tensors));
    value.set("skipped", val::array(weights.skipped));
    value.set("bytes", static_cast<double>(weights.bytes));
    return value;
  });
}

val Engine::token_classification(val lengths, val options) {
  return guarded([&] {
    std::vector<std::string_view> texts;
    for (const TextPair& input : staged_pairs(lengths, val::array())) texts.push_back(input.text);
    const auto results =
        session().token_classification(texts, token_classification_options(options));
    val value = val::array();
    for (size_t i = 0; i < results.size(); ++i) value.set(i, to_js(results[i], texts[i]));
    return value;
  });
}

val Engine::text_classification(val lengths, val pair_lengths, val options) {
  return guarded([&] {
    const auto results = session().text_classification(staged_pairs(lengths, pair_lengths),
                                                       text_classification_options(options));
    val value = val::array();
    for (size_t i = 0; i < results.size(); ++i) value.set(i, to_js(results[i]));
    return value;
  });
}

val Engine::tokenize(val lengths, val pair_lengths, val options) {
  return guarded([&] {
    const EncodeOptions encode = encode_options(options);
    const Tokenizer& tokenizer = session().tokenizer();
    val value = val::array();
    size_t index = 0;
    for (const TextPair& input : staged_pairs(lengths, pair_lengths)) {
      const Encoding encoding = input.has_pair
                                    ? tokenizer.encode_pair(input.text, input.pair, encode)
                                    : tokenizer.encode(input.text, encode);
      value.set(index++, to_js(encoding, input));
    }
    return value;
  });
}

val Engine::stats() {
  return guarded([&] {
    val value = val::object();
    value.set("threads", session().threads());
    value.set("heap_bytes", static_cast<double>(emscripten_get_heap_size()));
    value.set("workspace_bytes", static_cast<double>(session().workspace_bytes()));
    return value;
  });
}

}  // namespace deberta::bindings
