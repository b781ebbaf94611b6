#include "base/json.h"

#include <string>
#include <unordered_set>
#include <vector>

namespace deberta {

nlohmann::json parse_json(std::string_view text, ErrorCode code, std::string_view what) {
  using Event = nlohmann::json::parse_event_t;
  std::vector<std::unordered_set<std::string>> keys;  // of the objects that are open
  auto check = [&](int depth, Event event, nlohmann::json& parsed) {
    if (depth > kMaxJsonDepth) {
      throw Error(code, std::string(what) + ": nested deeper than " +
                            std::to_string(kMaxJsonDepth) + " levels");
    }
    if (event == Event::object_start) {
      keys.emplace_back();
    } else if (event == Event::object_end) {
      keys.pop_back();
    } else if (event == Event::key) {
      // nlohmann::json would keep the last of two silently.
      if (!keys.back().insert(parsed.get_ref<const std::string&>()).second) {
        throw Error(code, std::string(what) + ": a key occurs twice in one object");
      }
    }
    return true;
  };
  try {
    return nlohmann::json::parse(text.begin(), text.end(), check);
  } catch (const nlohmann::json::parse_error& error) {
    throw Error(code, std::string(what) + ": not JSON at byte " + std::to_string(error.byte));
  } catch (const nlohmann::json::exception&) {
    throw Error(code, std::string(what) + ": not JSON (a number out of range)");
  }
}

}  // namespace deberta
