#include "bindings/guarded.h"

#include <new>

namespace deberta::bindings {
namespace {

emscripten::val error_object(const char* code, const std::string& message,
                             const std::string& file = "") {
  emscripten::val error = emscripten::val::object();
  error.set("code", std::string(code));
  error.set("message", message);
  if (!file.empty()) error.set("file", file);
  emscripten::val result = emscripten::val::object();
  result.set("error", error);
  return result;
}

}  // namespace

emscripten::val current_error() {
  try {
    throw;
  } catch (const Error& error) {
    return error_object(name_of(error.code()), error.message(), error.file());
  } catch (const std::bad_alloc&) {
    return error_object(name_of(ErrorCode::kOutOfMemory), "out of memory");
  } catch (const std::exception& error) {
    return error_object("INTERNAL", error.what());
  }
}

}  // namespace deberta::bindings
