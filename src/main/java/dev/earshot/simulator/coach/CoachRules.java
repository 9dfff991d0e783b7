package dev.earshot.simulator.coach;

import dev.earshot.simulator.coach.Advice.Kind;
import dev.earshot.simulator.coach.CoachedCall.Turn;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Coaching by plain rules. Silence is the default: a rule speaks only for words that leave little doubt, and only to the
 * side that can act on them. An unlawful question matters when the coached side asks it; an offer, a salary, a price or a
 * vague answer when the other side says it.
 */
public final class CoachRules {

    private static final String CUSTOMER = "customer";
    private static final String CANDIDATE = "candidate";

    /** Markers an answer must have gathered before it counts as vague. */
    private static final int VAGUE_MARKERS = 3;

    private static final int BACK_CHANNEL_WORDS = 3;

    private static final Pattern NEVER = Pattern.compile("(?!)");
    private static final Pattern DENIED =
            Pattern.compile("\\b(no|not|never|without|any|don't|haven't|didn't|isn't|wasn't|nobody)\\b");

    private static final String UNIT = "(dollars|euros|pounds|a year|per year|annually|per annum|a month|an hour|base)";
    private static final String NUMBER = "(hundred|thousand|grand|million|\\d{2,3}k|[$€£]?\\d{2,3} 000|[$€£]?\\d{4,7})";
    private static final String DAY = "(monday|tuesday|wednesday|thursday|friday|saturday|sunday)";

    private static final Pattern OFFER = Pattern.compile(
            "\\b(another|other|second|competing|different|counter|written) offers?\\b( (and|but) they .{0,40}?\\bby \\w+)?"
                    + "|\\b(got|have|had|received|holding|sitting on) an offer\\b"
                    + "|\\ban offer (from|at|with) \\w+"
                    + "|\\b(also|already) (interviewing|talking|speaking) (with|at|to) \\w+"
                    + "|\\binterviewing (elsewhere|with (another|other|a few|two|three))\\b"
                    + "|\\bfinal (round|stage|interview) (with|at) (another|a different)\\b");
    private static final Pattern COMPETITOR =
            Pattern.compile("\\b(we are|we're) (currently |already |now )?(using|with) \\w+( \\w+)?"
                    + "|\\bwe already (use|have|work with) \\w+( \\w+)?");
    private static final Pattern PAIN = Pattern.compile(
            "\\b(is|are|was|were) (\\w+ )?(slow|unreliable|down|late|broken|confusing|a pain)\\b"
                    + "|\\btakes (days|weeks|hours|forever|ages|too long)\\b"
                    + "|\\b(never|hardly ever|rarely) (works|answers?|calls? back)\\b"
                    + "|\\b(keeps|kept) (breaking|crashing|failing)\\b|\\bwe (lose|waste) (time|hours|days|calls|customers)\\b");
    private static final Pattern DEADLINE = Pattern.compile("\\bby (the end of|next|" + DAY + "|tomorrow|noon)\\b");

    private static final Pattern SALARY = Pattern.compile("(\\b\\w+ )?" + NUMBER + "( \\w+){0,2} " + UNIT
            + "|\\b(hoping for|looking for|expect|expecting|expectation is|asking for|salary (of|is|around)|"
            + "currently (make|making|earn|earning))( \\w+){0,4} " + NUMBER + "\\b"
            + "|\\b(my )?salary expectations?\\b");

    private static final Pattern ASKS_FOR_DETAIL = Pattern.compile(
            "\\b(tell me (more )?about|example|walk me through|describe|a time when|how did you|what did you do"
                    + "|what was your (role|part)|what have you (done|led|built))\\b");
    private static final Pattern VAGUE = Pattern.compile(
            "\\b(some of that|a bit of (that|everything)|kind of|sort of|more or less|pretty (well|much|good)"
                    + "|(it|things|that) (all |just )?(kind of )?worked out|worked out (fine|okay|pretty well|well)"
                    + "|stuff|things like that|and so on|various|i guess|i suppose|you know|in the end|somehow"
                    + "|(i|we) helped|was involved|the people on the team|a lot of things|a big project)\\b");

    private static final Pattern UNLAWFUL = Pattern.compile("\\bhow old (are|were) you\\b"
            + "|\\b(what is|what's|tell me) your age\\b"
            + "|\\b(when|what year) were you born\\b|\\byour (date of birth|birth date|birthday)\\b"
            + "|\\b(are you|you) (planning|thinking of|going|hoping|want) to (have|having) (any )?(children|kids|a baby|a family)\\b"
            + "|\\b(planning|thinking) (of|on|about)? ?(having|starting) (any )?(children|kids|a baby|a family)\\b"
            + "|\\bdo you have (any )?(children|kids|a family|a husband|a wife)\\b"
            + "|\\bare you (married|single|divorced|pregnant|engaged|gay|straight|religious|disabled"
            + "|christian|muslim|jewish|catholic|hindu)\\b"
            + "|\\b(what|which) (is your )?(religion|church|race|ethnicity|nationality)\\b( (are|do) you( \\w+)?)?"
            + "|\\bdo you (go to|attend|belong to) (a )?(church|mosque|temple|synagogue)\\b"
            + "|\\b(do you have|have you had|have you got) (any )?(disability|disabilities|health (problems|issues|conditions)"
            + "|medical (problems|conditions))\\b"
            + "|\\bwho (do|did) you vote for\\b|\\bare you (in|a member of) a (union|political party)\\b"
            + "|\\bwhere are you originally from\\b|\\bmaiden name\\b");

    private static final Pattern PRICE = Pattern.compile("\\btoo (expensive|costly|pricey)\\b"
            + "|\\b(your |the |that )?(price|prices|pricing|cost|costs|fee|fees|quote) (is|are|seems?|looks?|sounds?)"
            + "( \\w+){0,2} (high|steep|much|expensive)\\b"
            + "|\\bcosts? too much\\b|\\bmore than (we|i) (can|want to) (pay|spend)\\b"
            + "|\\b(can't|cannot|can not|couldn't) afford\\b"
            + "|\\b(over|outside|out of|above|beyond|not in) (our|the|my) (budget|price range)\\b"
            + "|\\b(do not|don't|no) (really )?(have|got)?( \\w+){0,2} budget\\b|\\bno budget\\b"
            + "|\\b(percent|%) (less|cheaper)\\b|\\bmuch cheaper\\b");

    private static final Pattern FAREWELL = Pattern.compile(
            "\\b(good ?bye|bye bye|bye|talk (to you )?soon" + "|(have a|enjoy your) (good|nice|great|lovely|rest))\\b");
    private static final Pattern STALL =
            Pattern.compile("\\b((i|we)('ll| will)? ?(have to |need to )?think (about it|it over)"
                    + "|(send|email) me (some|the|more) (information|details|brochure))\\b");
    private static final Pattern AGREED = Pattern.compile("\\bnext steps?\\b"
            + "|\\b(i|we)('ll| will| am going to) (send|call|book|email|schedule|set up|come back|get back)\\b"
            + "|\\b(let us|let's|can we) (meet|schedule|book|set|talk again)\\b"
            + "|\\b(see|call|talk to|speak to|meet) you (again )?(on |at )?(" + DAY + "|tomorrow|next week)\\b"
            + "|\\b" + DAY + " (morning|afternoon|evening|at|works|it is|would)\\b"
            + "|\\b(invite|invitation|appointment|follow up|follow-up)\\b");

    private CoachRules() {}

    /** What to tell the coached side about the latest utterance; mostly nothing. */
    public static Optional<Advice> advise(CoachedCall call) {
        List<Turn> turns = call.untilLatest();
        if (turns.isEmpty()) {
            return Optional.empty();
        }
        Turn latest = turns.get(turns.size() - 1);
        Phrase words = new Phrase(latest.text());
        boolean selling = turns.stream().anyMatch(turn -> turn.speaker().equals(CUSTOMER));
        Stream<Optional<Advice>> found = latest.speaker().equals(call.coached())
                ? Stream.of(unlawful(words, selling), nextStep(turns, words))
                : Stream.of(
                        offer(words),
                        price(words, latest.speaker()),
                        competitor(words, latest.speaker()),
                        pain(words, latest.speaker()),
                        stalling(words, latest.speaker()),
                        salary(words),
                        vague(call, turns, words),
                        nextStep(turns, words));
        return found.flatMap(Optional::stream)
                .filter(advice -> call.kinds().contains(advice.kind()))
                .findFirst();
    }

    private static Optional<Advice> unlawful(Phrase words, boolean selling) {
        Pattern asked = selling ? NEVER : UNLAWFUL;
        return words.quote(asked, NEVER)
                .map(quote -> new Advice(
                        Kind.UNLAWFUL_QUESTION,
                        "Withdraw that question and ask only about the work.",
                        "Age, family, faith, health and origin must play no part in hiring.",
                        quote));
    }

    private static Optional<Advice> offer(Phrase words) {
        String text = words.has(DEADLINE)
                ? "Agree on a next date before their deadline, now."
                : "Ask when they must decide, and what would win them.";
        return words.quote(OFFER, DENIED)
                .map(quote -> new Advice(
                        Kind.COMPETING_OFFER, text, "Someone else wants them too, and time decides.", quote));
    }

    private static Optional<Advice> competitor(Phrase words, String speaker) {
        return words.quote(speaker.equals(CUSTOMER) ? COMPETITOR : NEVER, DENIED)
                .map(quote -> new Advice(
                        Kind.INCUMBENT,
                        "Ask what they would change about what they have.",
                        "They have a supplier; only a gap opens the door.",
                        quote));
    }

    private static Optional<Advice> pain(Phrase words, String speaker) {
        return words.quote(speaker.equals(CUSTOMER) ? PAIN : NEVER, DENIED)
                .map(quote -> new Advice(
                        Kind.PAIN_POINT,
                        "Ask what that costs them, in time or in money.",
                        "A problem with a price on it is a reason to change.",
                        quote));
    }

    private static Optional<Advice> stalling(Phrase words, String speaker) {
        return words.quote(speaker.equals(CUSTOMER) ? STALL : NEVER, NEVER)
                .map(quote -> new Advice(
                        Kind.STALLING,
                        "Ask what they need to know, and fix a date.",
                        "A decision without a date is seldom made.",
                        quote));
    }

    private static Optional<Advice> salary(Phrase words) {
        return words.quote(SALARY, NEVER)
                .map(quote -> new Advice(
                        Kind.SALARY,
                        "Name the range, then ask what else matters to them.",
                        "They named a figure; a range now keeps both sides honest.",
                        quote));
    }

    /** The answer so far, over several utterances, has become vague with the latest one. */
    private static Optional<Advice> vague(CoachedCall call, List<Turn> turns, Phrase latest) {
        int before = 0;
        boolean asked = false;
        for (int i = turns.size() - 2; i >= 0 && !asked; i--) {
            Phrase phrase = new Phrase(turns.get(i).text());
            if (!turns.get(i).speaker().equals(call.coached())) {
                before += phrase.count(VAGUE);
            } else if (phrase.has(ASKS_FOR_DETAIL)) {
                asked = true;
            } else if (phrase.length() > BACK_CHANNEL_WORDS) {
                return Optional.empty();
            }
        }
        boolean crosses = asked && before < VAGUE_MARKERS && before + latest.count(VAGUE) >= VAGUE_MARKERS;
        return latest.lastQuote(crosses ? VAGUE : NEVER)
                .map(quote -> new Advice(
                        Kind.VAGUE_ANSWER,
                        "Ask what they did themselves, and what changed by it.",
                        "The answer names no action and no result of their own.",
                        quote));
    }

    private static Optional<Advice> price(Phrase words, String speaker) {
        return words.quote(speaker.equals(CANDIDATE) ? NEVER : PRICE, NEVER)
                .map(quote -> new Advice(
                        Kind.PRICE_OBJECTION,
                        "Ask what they compare it with before you defend it.",
                        "A price is too high for something; find out for what.",
                        quote));
    }

    /** The call is about to end, and nobody has said what comes next. */
    private static Optional<Advice> nextStep(List<Turn> turns, Phrase latest) {
        boolean settled = turns.stream().map(turn -> new Phrase(turn.text())).anyMatch(phrase -> phrase.has(AGREED));
        boolean leaving = turns.subList(0, turns.size() - 1).stream()
                .map(turn -> new Phrase(turn.text()))
                .anyMatch(phrase -> phrase.has(FAREWELL));
        Optional<String> ending =
                latest.quote(leaving ? NEVER : FAREWELL, NEVER).or(() -> latest.quote(STALL, NEVER));
        return ending.filter(quote -> !settled)
                .map(quote -> new Advice(
                        Kind.NEXT_STEP,
                        "Agree on a next step and a date before you part.",
                        "The call is ending with nothing agreed.",
                        quote));
    }
}
