#include "bindings/call.h"

#include <map>
#include <utility>

#include "bindings/tasks.h"

namespace deberta::bindings {

std::vector<std::string_view> Texts::views() const {
  std::vector<std::string_view> views;
  const std::string_view all = bytes;
  size_t begin = 0;
  for (double length : lengths) {
    const auto count = static_cast<size_t>(length);
    if (!(length >= 0) || count > all.size() - begin) {
      throw Error(ErrorCode::kInput, "the texts are longer than the staged bytes");
    }
    views.push_back(all.substr(begin, count));
    begin += count;
  }
  return views;
}

std::unique_ptr<Call> begin_call(const std::string& name, Session& session, Texts texts,
                                 emscripten::val options) {
  using Begin = std::unique_ptr<Call> (*)(Session&, Texts, const Options&);
#define DEBERTA_ENTRY(name, begin) {name, begin},
  static const std::map<std::string_view, Begin> tasks = {DEBERTA_TASKS(DEBERTA_ENTRY)};
#undef DEBERTA_ENTRY
  const auto begin = tasks.find(name);
  if (begin == tasks.end()) throw Error(ErrorCode::kInput, "unknown task " + name);
  return begin->second(session, std::move(texts), Options(std::move(options)));
}

}  // namespace deberta::bindings
