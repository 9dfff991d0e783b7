package dev.earshot.signalr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.pekko.util.ByteString;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The reader of text records")
class TextRecordReaderTest {

    private final TextRecordReader reader = new TextRecordReader(8);

    @Test
    void gives_several_records_of_one_message() throws HubProtocolException {
        append("{a}\u001e{b}\u001e");
        assertThat(records()).containsExactly("{a}", "{b}");
    }

    @Test
    void puts_a_record_together_from_single_bytes() throws HubProtocolException {
        for (char c : "{abcdef}".toCharArray()) {
            append(String.valueOf(c));
            assertThat(records()).isEmpty();
        }
        append("\u001e");
        assertThat(records()).containsExactly("{abcdef}");
    }

    @Test
    void keeps_the_beginning_of_the_next_record() throws HubProtocolException {
        append("{a}\u001e{b");
        assertThat(records()).containsExactly("{a}");
        append("}\u001e");
        assertThat(records()).containsExactly("{b}");
    }

    @Test
    void gives_what_follows_the_first_record_to_another_reader() throws HubProtocolException {
        append("{a}\u001e{b}\u001e{c");
        assertThat(reader.next()).map(ByteString::utf8String).contains("{a}");
        assertThat(reader.rest().utf8String()).isEqualTo("{b}\u001e{c");
        assertThat(reader.rest().isEmpty()).isTrue();
    }

    @Test
    void takes_a_record_of_the_largest_size() throws HubProtocolException {
        append("12345678\u001e");
        assertThat(records()).containsExactly("12345678");
    }

    @Test
    void refuses_a_larger_record_before_its_end() throws HubProtocolException {
        append("12345678");
        assertThat(records()).isEmpty();
        append("9");
        assertThatThrownBy(this::records)
                .isInstanceOfSatisfying(HubProtocolException.class, e -> assertThat(e.disconnectCause())
                        .isEqualTo(DisconnectCause.TOO_LARGE));
    }

    @Test
    void refuses_a_larger_record_after_a_good_one() throws HubProtocolException {
        append("{a}\u001e123456789\u001e");
        assertThat(reader.next()).isPresent();
        assertThatThrownBy(reader::next).isInstanceOf(HubProtocolException.class);
    }

    private void append(String text) {
        reader.append(ByteString.fromString(text));
    }

    private List<String> records() throws HubProtocolException {
        List<String> records = new ArrayList<>();
        for (Optional<ByteString> record = reader.next(); record.isPresent(); record = reader.next()) {
            records.add(record.get().utf8String());
        }
        return records;
    }
}
