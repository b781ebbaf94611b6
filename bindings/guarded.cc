#include "bindings/guarded.h"

#include <new>
#include <stdexcept>

namespace deberta::bindings {
namespace {

// Takes no memory of the module: there may be none.
emscripten::val plain_error(const char* code, const char* message) {
  emscripten::val error = emscripten::val::object();
  error.set("code", emscripten::val::u8string(code));
  error.set("message", emscripten::val::u8string(message));
  return error;
}

emscripten::val out_of_memory() {
  return plain_error(name_of(ErrorCode::kOutOfMemory), "out of memory");
}

emscripten::val failed(emscripten::val error) {
  emscripten::val result = emscripten::val::object();
  result.set("error", error);
  return result;
}

}  // namespace

emscripten::val to_js(const Error& error) {
  emscripten::val plain = plain_error(name_of(error.code()), error.message().c_str());
  if (!error.file().empty()) {
    plain.set("file", emscripten::val::u8string(error.file().c_str()));
  }
  return plain;
}

emscripten::val current_error() {
  try {
    throw;
  } catch (const Error& error) {
    return failed(to_js(error));
  } catch (const std::bad_alloc&) {
    return failed(out_of_memory());
  } catch (const std::length_error&) {
    return failed(out_of_memory());  // a list longer than the address space
  } catch (const std::exception& error) {
    return failed(plain_error("INTERNAL", error.what()));
  }
}

}  // namespace deberta::bindings
