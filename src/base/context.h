// The resources that a forward pass borrows.
#ifndef DEBERTA_BASE_CONTEXT_H_
#define DEBERTA_BASE_CONTEXT_H_

#include "base/profile.h"
#include "base/thread_choice.h"
#include "base/thread_pool.h"

namespace deberta {

class Workspace;

// References to objects that the model's owner keeps. One forward pass at a time.
struct Context {
  ThreadPool& pool;
  ThreadChoice& threads;  // for layers
  Workspace& workspace;
  Profile& profile;
};

}  // namespace deberta

#endif  // DEBERTA_BASE_CONTEXT_H_
