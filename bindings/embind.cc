// The module's interface for JavaScript.
#include <emscripten/bind.h>

#include "bindings/checkpoint.h"
#include "bindings/engine.h"

namespace deberta::bindings {
namespace {

emscripten::val build_info() {
  emscripten::val info = emscripten::val::object();
  info.set("simd", true);
#ifdef __wasm_relaxed_simd__
  info.set("relaxed", true);
#else
  info.set("relaxed", false);
#endif
#ifdef __EMSCRIPTEN_PTHREADS__
  info.set("threads", true);
#else
  info.set("threads", false);
#endif
  info.set("version", std::string(DEBERTA_VERSION));
  return info;
}

EMSCRIPTEN_BINDINGS(deberta) {
  emscripten::function("buildInfo", &build_info);
  emscripten::class_<Engine>("Engine")
      .constructor<int>()
      .function("reserve", &Engine::reserve)
      .function("hash", &Engine::hash)
      .function("digest", &Engine::digest)
      .function("setFile", &Engine::set_file)
      .function("openTokenizer", &Engine::open_tokenizer)
      .function("open", &Engine::open)
      .function("writeWeights", &Engine::write_weights)
      .function("nextFile", &Engine::next_file)
      .function("finishWeights", &Engine::finish_weights)
      .function("initializeWeights", &Engine::initialize_weights)
      .function("begin", &Engine::begin)
      .function("step", &Engine::step)
      .function("result", &Engine::result)
      .function("cancel", &Engine::cancel)
      .function("tokenizerCall", &Engine::tokenizer_call)
      .function("stats", &Engine::stats);
  emscripten::class_<Checkpoint>("Checkpoint")
      .constructor<>()
      .function("reserve", &Checkpoint::reserve)
      .function("open", &Checkpoint::open)
      .function("filesOf", &Checkpoint::files_of)
      .function("beginFile", &Checkpoint::begin_file)
      .function("write", &Checkpoint::write)
      .function("finishFile", &Checkpoint::finish_file)
      .function("finish", &Checkpoint::finish)
      .function("index", &Checkpoint::index)
      .function("next", &Checkpoint::next)
      .function("heads", &Checkpoint::heads);
}

}  // namespace
}  // namespace deberta::bindings
