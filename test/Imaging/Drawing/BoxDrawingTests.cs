namespace Graft.Imaging.Tests;

public class BoxDrawingTests
{
    [Fact]
    public void A_caption_stands_above_its_box()
    {
        var place = Assert.Single(Places(400, 300, Face(100, 100, 60, "3 Anna 0.282")))!;
        Assert.Equal((100, 90, 1, "3 Anna 0.282"), (place.Left, place.Top, place.Dot, place.Text));
    }

    [Fact]
    public void Below_it_where_the_image_ends_above()
    {
        var place = Assert.Single(Places(400, 300, Face(100, 4, 60, "Anna")))!;
        Assert.Equal(64, place.Top);
    }

    [Fact]
    public void And_never_beyond_the_right_edge()
    {
        var place = Assert.Single(Places(400, 300, Face(380, 100, 18, "Anna Schneider")))!;
        Assert.Equal(400, place.Left + place.Width);
    }

    [Fact]
    public void Captions_of_neighbours_do_not_cover_each_other_nor_the_faces()
    {
        BoxCaption[] boxes = [.. Enumerable.Range(0, 6).Select(i => Face(40 + 60 * i, 100 + 7 * (i % 2), 50, $"{i + 1} Annabel 0.28"))];
        var places = Places(440, 300, boxes).Select(place => place!).ToList();
        foreach (var (at, place) in places.Index())
        {
            Assert.InRange(place.Left, 0, 440 - place.Width);
            Assert.InRange(place.Top, 0, 300 - place.Height);
            Assert.All(places.Take(at), other => Assert.False(Meet(place, other), $"{place} covers {other}"));
            Assert.All(boxes, box => Assert.False(Meet(place, new("", 1, (int)box.Box.X1, (int)box.Box.Y1, 50, 50)), $"{place} covers a face"));
        }
    }

    [Fact]
    public void On_a_large_image_a_small_face_has_a_smaller_caption()
    {
        var places = Places(4000, 3000, Face(1000, 1000, 200, "3 Anna 0.282"), Face(2000, 1000, 900, "4 Bo 0.282"));
        Assert.Equal((4, 10), (places[0]!.Dot, places[1]!.Dot));
    }

    [Fact]
    public void A_caption_that_is_wider_than_the_image_is_cut()
    {
        var place = Assert.Single(Places(60, 60, Face(5, 30, 20, "Maximilian Ferdinand")))!;
        Assert.InRange(place.Width, 1, 60);
        Assert.EndsWith("..", place.Text);
    }

    [Fact]
    public void A_box_does_not_cover_the_caption_of_another()
    {
        var image = BoxDrawing.Draw(new RgbImage(200, 100), [Face(20, 30, 40, "under"), new(new Box(10, 5, 190, 95), "", 1)]);
        var place = Places(200, 100, Face(20, 30, 40, "under"))[0]!;
        Assert.Equal((230, 159, 0), (image.Pixels[(place.Top * 200 + place.Left) * 3], image.Pixels[(place.Top * 200 + place.Left) * 3 + 1], image.Pixels[
            (place.Top * 200 + place.Left) * 3 + 2]));
    }

    private static BoxCaption Face(int left, int top, int size, string text) => new(new Box(left, top, left + size, top + size), text, 0);

    private static IReadOnlyList<CaptionPlace?> Places(int width, int height, params BoxCaption[] boxes) =>
        new CaptionPlaces(width, height, Math.Max(1, Math.Max(width, height) / 400), boxes).All();

    private static bool Meet(CaptionPlace one, CaptionPlace other) => one.Left < other.Left + other.Width && other.Left < one.Left + one.Width
        && one.Top < other.Top + other.Height && other.Top < one.Top + one.Height;
}
