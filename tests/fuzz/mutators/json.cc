#include <nlohmann/json.hpp>

#include "fuzz/mutators/mutator.h"

namespace deberta::fuzz {
namespace {

using Json = nlohmann::ordered_json;

// All values of a document.
void collect(Json& value, std::vector<Json*>& all) {
  all.push_back(&value);
  if (!value.is_structured()) return;
  for (Json& child : value) collect(child, all);
}

Json random_value(Random& random) {
  switch (random.below(9)) {
    case 0:
      return nullptr;
    case 1:
      return random.once_in(2);
    case 2:
      return interesting(random);
    case 3:
      return -static_cast<int64_t>(interesting(random) >> 1);
    case 4: {
      constexpr double kNumbers[] = {0.5, -0.5, 1e-7, 1e-45, 1e38, 1e300, -1e300, 2147483648.5};
      return random.pick(kNumbers);
    }
    case 5:
      return "";
    case 6:
      return std::string(1 + random.below(40), static_cast<char>('a' + random.below(26)));
    case 7:
      return Json::array();
    default:
      return Json::object();
  }
}

void change_number(Json& value, Random& random) {
  const auto number = value.is_number_float() ? static_cast<int64_t>(0) : value.get<int64_t>();
  switch (random.below(4)) {
    case 0:
      value = static_cast<int64_t>(static_cast<uint64_t>(number) + random.below(17) - 8);
      break;
    case 1:
      value = static_cast<int64_t>(static_cast<uint64_t>(number) * (2 + random.below(3)));
      break;
    case 2:
      value = number / static_cast<int64_t>(2 + random.below(3));
      break;
    default:
      value = random_value(random);
  }
}

void change_members(Json& value, Random& random) {
  if (value.is_array()) {
    auto& list = value.get_ref<Json::array_t&>();
    if (!mutate_order(list, random)) list.push_back(random_value(random));
    return;
  }
  auto& members = value.get_ref<Json::object_t&>();  // a list of pairs
  if (members.empty()) return;
  const size_t at = random.below(members.size());
  auto place = members.begin() + static_cast<std::ptrdiff_t>(at);
  if (random.once_in(2)) {
    members.erase(place);
  } else {
    const Json copy = place->second;
    members.emplace_back(place->first + (random.once_in(4) ? "" : std::to_string(random.below(9))),
                         copy);
  }
}

void change(Json& value, const std::vector<Json*>& all, Random& random, size_t max_size) {
  if (random.once_in(8)) {
    value = random_value(random);
  } else if (random.once_in(8)) {
    value = Json(*random.pick(all));
  } else if (value.is_number()) {
    change_number(value, random);
  } else if (value.is_string()) {
    mutate_bytes(value.get_ref<std::string&>(), random, std::min<size_t>(max_size, 256));
  } else if (value.is_structured()) {
    change_members(value, random);
  } else {
    value = random_value(random);
  }
}

}  // namespace

void mutate_json(std::string& json, Random& random, size_t max_size) {
  Json document = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (document.is_discarded() || random.once_in(8)) return mutate_bytes(json, random, max_size);
  for (size_t changes = 1 + random.below(3); changes-- > 0;) {
    std::vector<Json*> all;
    collect(document, all);
    change(*random.pick(all), all, random, max_size);
  }
  json = document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace deberta::fuzz
