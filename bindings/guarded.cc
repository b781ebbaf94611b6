#include "bindings/guarded.h"

#include <new>

namespace deberta::bindings {
namespace {

emscripten::val plain_error(const char* code, const std::string& message) {
  emscripten::val error = emscripten::val::object();
  error.set("code", std::string(code));
  error.set("message", message);
  return error;
}

emscripten::val failed(emscripten::val error) {
  emscripten::val result = emscripten::val::object();
  result.set("error", error);
  return result;
}

}  // namespace

emscripten::val to_js(const Error& error) {
  emscripten::val plain = plain_error(name_of(error.code()), error.message());
  if (!error.file().empty()) plain.set("file", error.file());
  return plain;
}

emscripten::val current_error() {
  try {
    throw;
  } catch (const Error& error) {
    return failed(to_js(error));
  } catch (const std::bad_alloc&) {
    return failed(to_js(Error(ErrorCode::kOutOfMemory, "out of memory")));
  } catch (const std::exception& error) {
    return failed(plain_error("INTERNAL", error.what()));
  }
}

}  // namespace deberta::bindings
