package dev.earshot.transcript;

import static org.assertj.core.api.Assertions.assertThat;

import dev.earshot.transcript.RedisAddress.Host;
import dev.earshot.transcript.RedisAddress.Kind;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The address of a Redis")
class RedisAddressTest {

    private static RedisAddress read(String url) {
        return RedisAddress.parse(url).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            textBlock =
                    """
                    redis://cache                       ! SERVER   ! false ! cache:6379              ! 0
                    redis://cache:7000/                 ! SERVER   ! false ! cache:7000              ! 0
                    redis://10.0.0.7/3                  ! SERVER   ! false ! 10.0.0.7:6379           ! 3
                    redis://[::1]:7000                  ! SERVER   ! false ! ::1:7000                ! 0
                    rediss://cache:6380/1               ! SERVER   ! true  ! cache:6380              ! 1
                    redis-sentinel://a,b:7,c/2#calls    ! SENTINEL ! false ! a:26379,b:7,c:26379     ! 2
                    rediss-sentinel://a#calls           ! SENTINEL ! true  ! a:26379                 ! 0
                    redis-cluster://a:1,b:2,[::1]       ! CLUSTER  ! false ! a:1,b:2,::1:6379        ! 0
                    rediss-cluster://a                  ! CLUSTER  ! true  ! a:6379                  ! 0
                    """)
    @DisplayName("has a kind, hosts, a database, and TLS or none")
    void forms(String url, Kind kind, boolean tls, String hosts, int database) {
        RedisAddress address = read(url);

        assertThat(address.kind()).isEqualTo(kind);
        assertThat(address.tls()).isEqualTo(tls);
        assertThat(address.hosts().stream().map(Host::toString)).containsExactlyElementsOf(List.of(hosts.split(",")));
        assertThat(address.database()).isEqualTo(database);
        assertThat(address.master()).isEqualTo(kind == Kind.SENTINEL ? "calls" : "");
        assertThat(address.password()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "redis://:hush@h, '', hush",
        "redis://hush@h, '', hush",
        "redis://me:hush@h, me, hush",
        "redis://me:h%40%2Fsh@h, me, h@/sh",
        "redis://me:a:b+c@h, me, a:b+c",
        "'redis-cluster://me:a,b@h,i', me, 'a,b'",
    })
    @DisplayName("has a login before its first host")
    void logins(String url, String user, String password) {
        assertThat(read(url).user()).isEqualTo(user);
        assertThat(read(url).password()).isEqualTo(password);
    }

    @Test
    @DisplayName("tells nobody a password")
    void secrets() {
        assertThat(read("rediss-sentinel://me:hush@a,b:7#calls").withSentinelPassword("hush"))
                .hasToString("rediss-sentinel://…@a:26379,b:7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "redis://",
                "redis:host",
                "http://host",
                "redis-socket:///tmp/redis",
                "redis://a,b",
                "redis://host:0",
                "redis://host:65536",
                "redis://host:x",
                "redis://host/x",
                "redis://host/0?timeout=5s",
                "redis://host#calls",
                "redis://me:@host",
                "redis://me:%zz@host",
                "redis://me:p@ss@host",
                "redis://ho st",
                "redis-sentinel://a,b",
                "redis-sentinel://a,#calls",
                "redis-cluster://a,b/1",
                "redis-cluster://a#calls"
            })
    @DisplayName("is of no other form")
    void others(String url) {
        assertThat(RedisAddress.parse(url)).isEmpty();
    }
}
