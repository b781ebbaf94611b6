// A call of a task in progress.
#ifndef DEBERTA_BINDINGS_CALL_H_
#define DEBERTA_BINDINGS_CALL_H_

#include <emscripten/val.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "bindings/values.h"
#include "deberta.h"

namespace deberta::bindings {

// The texts of a call. The task reads them until it ends.
struct Texts {
  std::string bytes;            // UTF-8, back to back
  std::vector<double> lengths;  // bytes of each
  size_t size() const { return lengths.size(); }
  std::vector<std::string_view> views() const;
};

class Call {
 public:
  virtual ~Call() = default;
  // Does the next piece of work. Returns false when there is none left.
  virtual bool step() = 0;
  // Valid once step() has returned false. Indices count UTF-16 code units, as JavaScript does.
  virtual emscripten::val result() = 0;
};

// name: one of bindings/tasks.h. Throws kInput for an unknown name and for inputs that the task
// does not accept.
std::unique_ptr<Call> begin_call(const std::string& name, Session& session, Texts texts,
                                 emscripten::val options);

}  // namespace deberta::bindings

#endif  // DEBERTA_BINDINGS_CALL_H_
