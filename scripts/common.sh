# Sourced by the other scripts: finds the tools, builds what is out of date, starts a main class.
# Prints one clear line and stops where something is missing.

cd "$(dirname "${BASH_SOURCE[0]}")/.." || exit 1

die() {
  printf 'earshot: %s\n' "$1" >&2
  exit 1
}

need_tool() { # tool, what it is
  command -v "$1" >/dev/null 2>&1 || die "$2 is needed, and there is no '$1' on the PATH"
}

java_command() {
  if [ -n "${JAVA_HOME:-}" ]; then printf '%s/bin/java' "$JAVA_HOME"; else printf 'java'; fi
}

need_java() {
  local java version
  java=$(java_command)
  command -v "$java" >/dev/null 2>&1 || die "a JDK 17 or newer is needed, and there is no '$java'"
  version=$("$java" -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -n 1)
  [ "${version:-0}" -ge 17 ] || die "a JDK 17 or newer is needed, and '$java' is version ${version:-unknown}"
}

need_node() {
  need_tool node "Node 20.19 or newer"
  local fits='const [major, minor] = process.versions.node.split(".").map(Number);
    process.exit((major === 20 && minor >= 19) || (major === 22 && minor >= 12) || major > 22 ? 0 : 1)'
  node -e "$fits" || die "Node 20.19 or newer is needed (of 22 from 22.12 on), and 'node' is $(node --version)"
}

need_build_tools() {
  need_java
  need_tool mvn "Maven 3.8 or newer"
  need_node
  need_tool npm "npm"
}

# Builds when there is nothing whole yet, or something is newer than what was built. A build that was interrupted leaves
# parts behind: only the mark, which comes last and is as old as the build's beginning, says that all of it is there.
build_if_needed() {
  local newer=""
  if [ -f target/earshot.built ] && [ -f target/earshot.jar ] && [ -d target/lib ]; then
    newer=$(find pom.xml src/main -name node_modules -prune -o -newer target/earshot.built -type f -print | head -n 1)
    [ -z "$newer" ] && return 0
  fi
  need_build_tools
  printf 'earshot: building (the first time this takes a few minutes)\n' >&2
  mkdir -p target && rm -f target/earshot.built && touch target/earshot.building
  mvn -q -B package -DskipTests >&2 || die "the build failed; its messages are above"
  mv target/earshot.building target/earshot.built
}

class_path() {
  printf 'conf:target/earshot.jar:target/lib/*'
}

# The JVM flags that the server runs with, and with which its parts are measured.
# - Netty notes where some of its buffers come from, to find leaks: that is for tests.
# - A heap that begins small grows by collecting all of it, which stops the audio for a fifth of a second with a few hundred calls.
# - A small young generation is collected in a moment: what a frame allocates is dead before the next one comes.
# - Audio touches a little of much memory: large pages, where the system has them, save it the way through the page tables.
# - On one processor the compilers stand in the audio's way: they are to take what it leaves. (Who is not root is warned that this may not
#   be permitted; to lower a priority always is.)
server_flags() {
  printf '%s' "-Dio.netty.leakDetection.level=disabled -XX:InitialRAMPercentage=6 -Xmn64m"
  if [ "$(uname -s)" = Linux ]; then
    printf '%s' " -XX:+UseTransparentHugePages -XX:ThreadPriorityPolicy=1 -XX:CompilerThreadPriority=10"
  fi
}
