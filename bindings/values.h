// Plain values across the boundary.
#ifndef DEBERTA_BINDINGS_VALUES_H_
#define DEBERTA_BINDINGS_VALUES_H_

#include <emscripten/val.h>

#include <initializer_list>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "deberta.h"

namespace deberta::bindings {

inline bool present(const emscripten::val& value) {
  return !value.isUndefined() && !value.isNull();
}

// A typed array with a copy of the values: a view would become invalid when the memory grows.
template <class T>
emscripten::val array_of(const std::vector<T>& values) {
  return emscripten::val(emscripten::typed_memory_view(values.size(), values.data()))
      .template call<emscripten::val>("slice");
}

// The values of a typed array; empty where the option is absent.
template <class T>
std::vector<T> vector_of(const emscripten::val& array) {
  if (!present(array)) return {};
  return emscripten::convertJSArrayToNumberVector<T>(array);
}

// The options of a call by name. read() leaves `to` as it is where the option is absent.
class Options {
 public:
  explicit Options(emscripten::val object) : object_(std::move(object)) {}

  template <class T>
  void read(const char* name, T& to) const {
    if (const emscripten::val value = object_[name]; present(value)) to = value.as<T>();
  }
  template <class T>
  void read(const char* name, std::optional<T>& to) const {
    if (const emscripten::val value = object_[name]; present(value)) to = value.as<T>();
  }
  void read(const char* name, std::vector<std::string>& to) const {
    if (const emscripten::val value = object_[name]; present(value)) {
      to = emscripten::vecFromJSArray<std::string>(value);
    }
  }
  // One of several names. JavaScript has checked it, so kInput means that the two lists differ.
  template <class T>
  void read(const char* name, T& to,
            std::initializer_list<std::pair<const char*, T>> values) const {
    std::string given;
    read(name, given);
    if (given.empty()) return;
    for (const auto& [known, value] : values) {
      if (given != known) continue;
      to = value;
      return;
    }
    throw Error(ErrorCode::kInput, std::string(name) + ": unknown value");
  }
  emscripten::val operator[](const char* name) const { return object_[name]; }

 private:
  emscripten::val object_;
};

// The option `head`; none where it is absent.
inline Head head_of(const Options& options) {
  std::string name = name_of(Head::kNone);
  options.read("head", name);
  if (const std::optional<Head> head = head_named(name)) return *head;
  std::string expected;
  for (const char* known : kHeadNames) expected += std::string(" ") + known;
  throw Error(ErrorCode::kInput, "head: expected one of" + expected);
}

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_VALUES_H_
