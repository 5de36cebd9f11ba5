# shellcheck shell=sh
# Part of `build`: which classes a start loads, for the archives in the images.

# The lists are made anew where the libraries have changed since they were.
lay_out_classes() {
    lists=$work/classes/$(for name in $images; do content "$work/$name/lib"; done | sha256sum | cut -c 1-32)
    if [ ! -e "$lists" ]; then
        rm -rf "$work/classes"
        train "$work/classes/next"
        mv "$work/classes/next" "$lists"
    fi
    for name in $images; do
        cp "$lists/$name.list" "$work/$name/classes.list"
    done
}

# Starts a whole node in containers that share one loopback and one volume, until all are ready, and writes the lists of
# the classes that each has loaded to the directory $1.
train() {
    say "Starting a node to see which classes it loads"
    for name in $images; do
        build_image "localhost/p2psip-untrained/$name:1" "$here/Dockerfile" "$work/$name" --target untrained
    done
    training=p2psip-training-$$
    trap end_training EXIT
    "$engine" volume create "$training" >/dev/null
    run_untrained routing -e P2PSIP_DOMAINS=example.org -e P2PSIP_ENROLLMENT_SERVER=true \
        -e P2PSIP_ENROLLMENT_LOCAL_TOKENS=/var/lib/p2psip/tokens
    run_untrained storage --network "container:$training-routing" -e P2PSIP_TLS_ENROLLMENT=127.0.0.1:7460 \
        -e P2PSIP_TLS_TOKEN_FILE=/var/lib/p2psip/tokens/store@local.token -e P2PSIP_TLS_TRUST_FILE=/var/lib/p2psip/tokens/authorities.pem
    run_untrained edge --network "container:$training-routing" -e P2PSIP_TLS_ENROLLMENT=127.0.0.1:7460 \
        -e P2PSIP_TLS_TOKEN_FILE=/var/lib/p2psip/tokens/edge@local.token -e P2PSIP_TLS_TRUST_FILE=/var/lib/p2psip/tokens/authorities.pem
    run_untrained relay --network "container:$training-routing"
    for port in 7473 7471 7470 7472; do
        wait_ready "$port"
    done
    "$engine" run --name "$training-cli" -v "$training:/var/lib/p2psip" --network "container:$training-routing" \
        localhost/p2psip-untrained/cli:1 java -XX:DumpLoadedClassList=/var/lib/p2psip/cli.list @/opt/p2psip/lib/jvm.args \
        @/opt/p2psip/app/java.args get sip:nobody@example.org --target 127.0.0.1:7460 --data /var/lib/p2psip >"$work/training-cli.log" 2>&1 || true
    mkdir -p "$1"
    for name in $images; do
        "$engine" stop -t 20 "$training-$name" >/dev/null
        "$engine" cp "$training-$name:/var/lib/p2psip/$name.list" "$work/all.list"
        # Archives of lambdas take 3 MB and save no time that could be measured
        grep -v '^@lambda-proxy' "$work/all.list" >"$1/$name.list"
    done
    trap - EXIT
    end_training
    for name in $images; do
        "$engine" rmi "localhost/p2psip-untrained/$name:1" >/dev/null
    done
}

run_untrained() {
    name=$1
    shift
    # The relay keeps nothing, and refuses settings that it does not know
    [ "$name" = relay ] || set -- "$@" -e "P2PSIP_DATA=/var/lib/p2psip/$name"
    "$engine" run -d --name "$training-$name" -v "$training:/var/lib/p2psip" "$@" "localhost/p2psip-untrained/$name:1" \
        java "-XX:DumpLoadedClassList=/var/lib/p2psip/$name.list" @/opt/p2psip/lib/jvm.args @/opt/p2psip/app/java.args >/dev/null
}

# The containers have no HTTP client, and bash that is one.
wait_ready() {
    deadline=$(($(date +%s) + 180))
    until "$engine" exec "$training-routing" bash -c "exec 3<>/dev/tcp/127.0.0.1/$1 && printf 'GET /q/health/ready HTTP/1.0\r\n\r\n' >&3 &&
        head -n 1 <&3 | grep -q ' 200 '" >/dev/null 2>&1; do
        running=$("$engine" ps -q --filter "name=$training-" | wc -l)
        if [ "$running" -lt 4 ] || [ "$(date +%s)" -ge "$deadline" ]; then
            for name in $images; do
                "$engine" logs "$training-$name" >"$work/training-$name.log" 2>&1 || true
            done
            fail "the node that was to show which classes it loads is not ready. Its logs are in $work/training-*.log"
        fi
        sleep 1
    done
}

end_training() {
    for name in cli relay edge storage routing; do
        "$engine" rm -f "$training-$name" >/dev/null 2>&1 || true
    done
    "$engine" volume rm "$training" >/dev/null 2>&1 || true
}
