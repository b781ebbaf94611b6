// The boundary to JavaScript: no exception crosses it.
#ifndef DEBERTA_BINDINGS_GUARDED_H_
#define DEBERTA_BINDINGS_GUARDED_H_

#include <emscripten/val.h>

#include <string>
#include <utility>

#include "deberta.h"

namespace deberta::bindings {

// {code, message, file?}
emscripten::val to_js(const Error& error);

// {error: to_js()} of the exception that is being handled.
emscripten::val current_error();

// Runs a method's body: {value: its result}, or its error. JavaScript must not catch C++
// exceptions: they would never be freed.
template <class F>
emscripten::val guarded(F&& body) {
  try {
    emscripten::val result = emscripten::val::object();
    result.set("value", std::forward<F>(body)());
    return result;
  } catch (...) {
    return current_error();
  }
}

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_GUARDED_H_
