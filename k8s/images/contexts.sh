# shellcheck shell=sh
# Part of `build`: what goes into each image, laid out in a directory of target/images.

# Says what a directory holds, whenever and by whom it was written.
content() {
    (cd "$1" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum | cut -c 1-32)
}

# Writes the files of the directory $1 that are listed in $work/entries to the jar $2, the same bytes for the same files.
pack() {
    (cd "$1" && "$JAVA_HOME/bin/jar" --create --no-manifest --date=2026-01-01T00:00:00Z --file "$2" "@$work/entries")
}

# Packs classes in the directory $1 into the jar $2: with $3 empty this project's own, with "!" the others.
pack_classes() {
    (cd "$1" && find . -type f $3 -path './org/p2psip/*' | LC_ALL=C sort >"$work/entries")
    [ ! -s "$work/entries" ] || pack "$1" "$2"
}

# Lays out lib and app of a service: $1 name, $2 its folder, $3 main class. Quarkus' own class loader is left out, since
# the JVM archives only what its own have loaded. What Quarkus changed of others' classes stands before these.
lay_out_service() {
    built=$root/$2/service/target/quarkus-app
    [ -e "$built/quarkus-run.jar" ] || fail "$2 is not built"
    context=$work/$1
    rm -rf "$context" "$work/transformed"
    mkdir -p "$context/lib" "$context/app" "$work/transformed"
    cp "$built"/lib/boot/*.jar "$built"/lib/main/*.jar "$context/lib/"
    find "$context/lib" -name 'org.p2psip.*.jar' -exec mv {} "$context/app/" \;
    cp "$built"/app/*.jar "$built/quarkus/generated-bytecode.jar" "$context/app/"
    if [ -e "$built/quarkus/transformed-bytecode.jar" ]; then
        (cd "$work/transformed" && "$JAVA_HOME/bin/jar" --extract --file "$built/quarkus/transformed-bytecode.jar")
        pack_classes "$work/transformed" "$context/lib/0-transformed.jar" '!'
        pack_classes "$work/transformed" "$context/app/0-transformed.jar" ''
    fi
    lay_out_native
    cat >"$context/lib/jvm.args" <<ARGS
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
--add-opens=java.base/java.lang=ALL-UNNAMED
-Djava.library.path=/opt/p2psip/lib/native
-Djava.util.logging.manager=org.jboss.logmanager.LogManager
-Djava.util.concurrent.ForkJoinPool.common.threadFactory=io.quarkus.bootstrap.forkjoin.QuarkusForkJoinWorkerThreadFactory
ARGS
    lay_out_class_path "$3"
}

# Native libraries of Netty and RocksDB as files: at each start they would be unpacked to /tmp, where a container often may
# not run anything from, and Netty would make do without epoll then. Those for other machines go, and Brotli's, which
# nothing here compresses with: they are 35 MB of storage.
lay_out_native() {
    mkdir -p "$context/lib/native"
    for library in "$context"/lib/*netty*-linux-x86_64.jar "$context"/lib/org.rocksdb.*.jar "$context"/lib/*zstd-jni*.jar \
        "$context"/lib/*snappy-java*.jar "$context"/lib/*lz4-java*.jar "$context"/lib/*brotli4j.native*.jar; do
        [ -e "$library" ] || continue
        rm -rf "$work/unpacked"
        mkdir "$work/unpacked"
        (cd "$work/unpacked" && "$JAVA_HOME/bin/jar" --extract --file "$library")
        find "$work/unpacked" -path '*/META-INF/native/*.so' -exec mv {} "$context/lib/native/" \;
        find "$work/unpacked" -name librocksdbjni-linux64.so -exec mv {} "$context/lib/native/" \;
        find "$work/unpacked" \( -name '*.so' -o -name '*.dll' -o -name '*.jnilib' -o -name '*.dylib' \) \
            ! -path '*/linux/amd64/*' ! -path '*/Linux/x86_64/*' -exec rm {} +
        rm "$library"
        (cd "$work/unpacked" && find . -type f | LC_ALL=C sort >"$work/entries")
        pack "$work/unpacked" "$library"
    done
}

lay_out_cli() {
    context=$work/cli
    rm -rf "$context"
    mkdir -p "$context/lib" "$context/app"
    cp "$root"/cli/target/lib/*.jar "$context/lib/"
    version=$(sed -n 's|^  <version>\(.*\)</version>$|\1|p' "$root/pom.xml")
    find "$context/lib" -name "*-$version.jar" -exec mv {} "$context/app/" \;
    cp "$root/cli/target/p2psip-cli.jar" "$context/app/"
    cp "$here/p2psip" "$context/"
    lay_out_native
    cat >"$context/lib/jvm.args" <<ARGS
--enable-native-access=ALL-UNNAMED
--sun-misc-unsafe-memory-access=allow
-XX:TieredStopAtLevel=1
-XX:+UseSerialGC
-Xmx128m
-Djava.library.path=/opt/p2psip/lib/native
-Djdk.console=java.base
-Dp2psip.root=/var/lib/p2psip
ARGS
    lay_out_class_path org.p2psip.cli.Main
}

# Lays out what the JVM is told of classes: the libraries, for which an archive is made; and all, with the main class $1.
# An archive is good for class paths that begin with its own, so these are in one order, whichever the file system has.
lay_out_class_path() {
    libraries=$(jars_of lib)
    printf -- '-cp %s\n' "$libraries" >"$context/lib/class-path.args"
    printf -- '-cp %s:%s\n%s\n' "$libraries" "$(jars_of app)" "$1" >"$context/app/java.args"
}

jars_of() {
    (cd "$context" && find "$1" -name '*.jar') | LC_ALL=C sort | awk '{ printf "%s/opt/p2psip/%s", (NR > 1 ? ":" : ""), $0 }'
}
