using System.Numerics;
using System.Text;
using System.Text.Json;
using Graft.Imaging;

namespace Graft.Faces.Tests;

/// <summary>Faces that are kept: photographs of people, and so kept as their descriptors are.</summary>
public class CropTests
{
    [Fact]
    public void Faces_are_kept_encrypted_where_they_are_given_and_nowhere_else()
    {
        using var folder = new TestFolder();
        using var gallery = FaceGallery.Create(folder["g"], SyntheticPeople.Contract);
        gallery.Enroll("Ann", [Kept(1, 0), SyntheticPeople.Sample(1, 1)]);
        Assert.Equal((2, 1), (gallery.Persons()[0].Samples, gallery.Persons()[0].Crops));
        Assert.Null(gallery.CropsOf("Ann", SyntheticPeople.Sample(1, 1).ContentHash));
        var chip = gallery.CropsOf("Ann", Kept(1, 0).ContentHash)!.For(SyntheticPeople.Contract)!;
        Assert.Equal(Graft.Runtime.FaceAnalyzer.Align(Image(1), Landmarks).Pixels, chip.Pixels);
        Assert.Equal(112, gallery.CropsOf("Ann", Kept(1, 0).ContentHash)!.For(SyntheticPeople.Contract with { Alignment = "arcface112" })!.Width);
        gallery.Dispose();
        var bytes = Encoding.Latin1.GetString([.. File.ReadAllBytes(folder["g"]), .. File.Exists(folder["g-wal"]) ? File.ReadAllBytes(folder["g-wal"]) : []]);
        Assert.DoesNotContain("iVBORw0KGgo", bytes);
        Assert.DoesNotContain("PNG\r\n", bytes);
        Assert.DoesNotContain("arcface112", bytes);
    }

    [Theory, ClassData(typeof(EachStore))]
    public void An_export_has_the_faces_and_a_removal_takes_them(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Create("g");
        gallery.Enroll("Ann", [Kept(1, 0)]);
        gallery.Enroll("Bob", [Kept(2, 0)]);
        var export = JsonDocument.Parse(gallery.Export("Ann")!).RootElement;
        var png = export.GetProperty("samples")[0].GetProperty("crops").GetProperty("dlib150").GetBytesFromBase64();
        Assert.Equal(150, ImageFile.Decode(png, "crop").Width);
        Assert.Equal(1, export.GetProperty("person").GetProperty("crops").GetInt32());
        Assert.Equal(2, place.Number("g", "SELECT COUNT(*) FROM crop"));
        gallery.Remove("Ann");
        Assert.Equal(1, place.Number("g", "SELECT COUNT(*) FROM crop"));
        Assert.Null(gallery.CropsOf("Ann", Kept(1, 0).ContentHash));
        Assert.NotNull(gallery.CropsOf("Bob", Kept(2, 0).ContentHash));
    }

    [Theory, ClassData(typeof(EachStore))]
    public void New_keys_are_the_faces_keys_too_and_what_was_moved_is_found(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Create("g");
        gallery.Enroll("Ann", [Kept(1, 0), Kept(1, 1)]);
        gallery.Rekey();
        Assert.Equal(150, gallery.CropsOf("Ann", Kept(1, 1).ContentHash)!.For(SyntheticPeople.Contract)!.Width);
        GalleryAudit.Run(gallery, DateTimeOffset.Now);
        place.Execute("g", "UPDATE crop SET sealed = (SELECT sealed FROM crop WHERE sample = 1) WHERE sample = 2");
        Assert.Contains("was changed, or moved", Assert.Throws<GraftException>(() => GalleryAudit.Run(gallery, DateTimeOffset.Now)).Message);
        Assert.Throws<GraftException>(() => gallery.CropsOf("Ann", Kept(1, 1).ContentHash));
        Assert.Throws<GraftException>(() => gallery.Rekey());
    }

    [Theory, ClassData(typeof(EachStore))]
    public void A_confirmed_face_is_kept_where_it_is_given(Store store)
    {
        using var place = new TestStore(store);
        using var gallery = place.Gallery("g", 2, 2);
        var name = SyntheticPeople.NameOf(1);
        Assert.True(gallery.Confirm(name, DecisionTests.FaceOf(1, 7), SyntheticPeople.HashOf("7"), crops: FaceCrops.Of(Image(1), Landmarks)));
        Assert.NotNull(gallery.CropsOf(name, SyntheticPeople.HashOf("7")));
    }

    [Fact]
    public void A_gallery_of_the_version_before_is_opened_and_keeps_faces_from_then_on()
    {
        using var folder = new TestFolder();
        using (SyntheticPeople.Gallery(folder["g"], 2, 2)) { }
        RawDatabase.Execute(folder["g"], "DROP TABLE crop; PRAGMA user_version=1");
        using var gallery = FaceGallery.Open(folder["g"]);
        Assert.Equal(2, gallery.Persons().Count);
        gallery.Enroll("Ann", [Kept(5, 0)]);
        Assert.Equal(1, gallery.Persons()[2].Crops);
        using var again = FaceGallery.Open(folder["g"]);
        Assert.NotNull(again.CropsOf("Ann", Kept(5, 0).ContentHash));
    }

    /// <summary>A sample whose face is kept.</summary>
    internal static FaceSample Kept(int person, int number) => SyntheticPeople.Sample(person, number) with { Crops = FaceCrops.Of(Image(person), Landmarks) };

    /// <summary>68 points that are no face's.</summary>
    internal static Vector2[] Landmarks { get; } = [.. Enumerable.Range(0, 68).Select(i => new Vector2(60 + i % 10 * 8, 60 + i / 10 * 9 + i % 3))];

    /// <summary>An image of one colour for each person.</summary>
    internal static RgbImage Image(int person)
    {
        var image = new RgbImage(200, 200);
        image.Pixels.AsSpan().Fill((byte)(20 * person));
        return image;
    }
}
