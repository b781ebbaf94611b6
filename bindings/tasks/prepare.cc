// Work ahead of the first call.
#include "bindings/call.h"
#include "bindings/tasks.h"

namespace deberta::bindings {
namespace {

class Prepare : public Call {
 public:
  Prepare(Session& session, size_t tokens) : session_(session), tokens_(tokens) {}
  bool step() override { return session_.prepare(tokens_); }
  emscripten::val result() override { return emscripten::val::null(); }

 private:
  Session& session_;
  size_t tokens_;
};

}  // namespace

std::unique_ptr<Call> prepare(Session& session, Texts, const Options& options) {
  size_t tokens = 1;
  options.read("tokens", tokens);
  return std::make_unique<Prepare>(session, tokens);
}

}  // namespace deberta::bindings
