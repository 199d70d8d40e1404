using Graft.Imaging;
using Graft.Runtime;
using Graft.Tests;

namespace Graft.Faces.Tests;

public sealed class TrackerTests : IDisposable
{
    private readonly TestFolder _folder = new();
    private readonly FaceGallery _gallery;

    public TrackerTests() => _gallery = SyntheticPeople.Gallery(_folder["g"], 10, 3);

    public void Dispose()
    {
        _gallery.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_face_is_named_after_enough_frames_and_keeps_its_track_while_it_moves()
    {
        var tracker = new FaceTracker(_gallery, frames: 3);
        for (var frame = 0; frame < 6; frame++)
        {
            var (track, decision) = Assert.Single(tracker.Add([FaceOf(4, 50 + frame, 4 * frame)]));
            Assert.Equal(1, track);
            Assert.Equal(frame < 2 ? null : SyntheticPeople.NameOf(4), decision.Name);
            if (frame < 2) Assert.Equal($"{frame + 1} of 3 frames show the face well enough", decision.Reason);
        }
    }

    [Fact]
    public void Two_people_keep_their_tracks_where_they_cross_and_one_who_leaves_comes_back_as_a_new_one()
    {
        var tracker = new FaceTracker(_gallery, frames: 2, patience: 2);
        var left = tracker.Add([FaceOf(1, 50, 0), FaceOf(2, 50, 200)]);
        Assert.Equal([1, 2], left.Select(face => face.Track));
        // They have changed places at once: the descriptors tell.
        Assert.Equal([2, 1], tracker.Add([FaceOf(2, 51, 0), FaceOf(1, 51, 200)]).Select(face => face.Track));
        var named = tracker.Add([FaceOf(2, 52, 0), FaceOf(1, 52, 200)]);
        Assert.Equal([SyntheticPeople.NameOf(2), SyntheticPeople.NameOf(1)], named.Select(face => face.Decision.Name));

        for (var frame = 0; frame < 3; frame++) Assert.Equal(2, Assert.Single(tracker.Add([FaceOf(2, 53 + frame, 0)])).Track);
        Assert.Equal([2, 3], tracker.Add([FaceOf(2, 60, 0), FaceOf(1, 60, 200)]).Select(face => face.Track));
    }

    [Fact]
    public void A_stranger_is_unknown_and_faces_below_the_floor_do_not_count()
    {
        var tracker = new FaceTracker(_gallery, frames: 2);
        for (var frame = 0; frame < 4; frame++)
        {
            var small = FaceOf(3, 50 + frame, 300) with { Quality = SyntheticPeople.Quality with { EyeDistance = 9 } };
            var answers = tracker.Add([FaceOf(500, frame, 0), small]);
            Assert.Equal(frame < 1 ? FaceOutcome.Undecided : FaceOutcome.Unknown, answers[0].Decision.Outcome);
            Assert.Equal("0 of 2 frames show the face well enough", answers[1].Decision.Reason);
        }
        Assert.Equal(30, _gallery.SampleCount); // nothing is learned
    }

    [Fact]
    public void Sharp_faces_count_more_than_blurred_ones()
    {
        var tracker = new FaceTracker(_gallery, frames: 1);
        var sharp = tracker.Add([FaceOf(5, 50, 0)])[0].Decision;
        var blurred = FaceOf(5, 51, 0, noise: 0.04) with { Quality = SyntheticPeople.Quality with { Sharpness = 0.01, EyeDistance = 21 } };
        var alone = _gallery.Decide(blurred);
        var both = tracker.Add([blurred])[0].Decision;
        Assert.True(alone.Nearest!.Distance > sharp.Nearest!.Distance + 0.1);
        Assert.InRange(both.Nearest!.Distance, sharp.Nearest.Distance - 0.02, sharp.Nearest.Distance + 0.02);
    }

    [Fact]
    public void A_blurred_frame_neither_ends_a_track_nor_takes_its_name()
    {
        var tracker = new FaceTracker(_gallery, frames: 2);
        for (var frame = 0; frame < 6; frame++)
        {
            // Blurred, it looks like nobody.
            var face = frame == 3 ? Blurred(FaceOf(700, 0, 4 * frame)) : FaceOf(4, 50 + frame, 4 * frame);
            var (track, decision) = Assert.Single(tracker.Add([face]));
            Assert.Equal(1, track);
            Assert.Equal(frame < 1 ? null : SyntheticPeople.NameOf(4), decision.Name);
        }
    }

    [Fact]
    public void A_track_of_which_only_blurred_faces_are_known_takes_no_face_of_another()
    {
        var tracker = new FaceTracker(_gallery, frames: 1);
        Assert.Equal([1, 2], tracker.Add([FaceOf(4, 50, 0), Blurred(FaceOf(5, 50, 20))]).Select(face => face.Track));
        Assert.Equal(1, Assert.Single(tracker.Add([FaceOf(4, 51, 20)])).Track);
        // Nor where it has moved far.
        tracker = new FaceTracker(_gallery, frames: 1);
        Assert.Equal([1, 2], tracker.Add([FaceOf(4, 50, 0), Blurred(FaceOf(5, 50, 300))]).Select(face => face.Track));
        Assert.Equal(1, Assert.Single(tracker.Add([FaceOf(4, 51, 300)])).Track);
    }

    [Fact]
    public void A_blurred_face_stays_where_it_was_whoever_looks_like_it_elsewhere()
    {
        var tracker = new FaceTracker(_gallery, frames: 1);
        tracker.Add([FaceOf(4, 50, 0)]);
        Assert.Equal([1, 2], tracker.Add([Blurred(FaceOf(700, 1, 4)), FaceOf(4, 51, 300)]).Select(face => face.Track));
    }

    [Fact]
    public void Numbers_that_cannot_be_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaceTracker(_gallery, frames: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FaceTracker(_gallery, patience: -1));
        Assert.Empty(new FaceTracker(_gallery).Add([]));
    }

    private static Face Blurred(Face face) => face with { Quality = SyntheticPeople.Quality with { Sharpness = 0 } };

    private static Face FaceOf(int person, int sample, float x, double noise = 0.02) => new(new Box(x, 0, x + 100, 100), 0.9)
    {
        Descriptor = SyntheticPeople.Face(person, sample, noise),
        Quality = SyntheticPeople.Quality,
    };
}
