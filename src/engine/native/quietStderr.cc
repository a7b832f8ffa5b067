// TensorFlow 2.21 writes two lines to standard error while its libraries are loaded, before any of its settings is
// read. This addon points the descriptor elsewhere for that moment, which Node itself cannot do.
#include <fcntl.h>
#include <node_api.h>
#include <unistd.h>

static int kept = -1;

static napi_value mute(napi_env, napi_callback_info) {
  if (kept < 0) {
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (nowhere >= 0) {
      kept = fcntl(2, F_DUPFD_CLOEXEC, 3);
      if (kept >= 0) dup2(nowhere, 2);
      close(nowhere);
    }
  }
  return nullptr;
}

static napi_value restore(napi_env, napi_callback_info) {
  if (kept >= 0) {
    dup2(kept, 2);
    close(kept);
    kept = -1;
  }
  return nullptr;
}

static napi_value init(napi_env env, napi_value exports) {
  napi_value made;
  napi_create_function(env, "mute", NAPI_AUTO_LENGTH, mute, nullptr, &made);
  napi_set_named_property(env, exports, "mute", made);
  napi_create_function(env, "restore", NAPI_AUTO_LENGTH, restore, nullptr, &made);
  napi_set_named_property(env, exports, "restore", made);
  return exports;
}

NAPI_MODULE(quiet_stderr, init)
